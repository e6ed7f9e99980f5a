/** Sixteen bytes as a UUID, with its version and variant set. */
function written(bytes: Uint8Array, version: number): string {
  const signs = Array.from(bytes, (byte, index) => {
    if (index === 6) return (byte & 0x0f) | (version << 4);
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  }).map((byte) => byte.toString(16).padStart(2, '0'));
  return [signs.slice(0, 4), signs.slice(4, 6), signs.slice(6, 8), signs.slice(8, 10), signs.slice(10)].map((part) => part.join('')).join('-');
}

/** A new UUID: of version 7 (the moment first) or of version 4 (random). Works on plain http, where `randomUUID` is missing. */
export function makeUuid(version: 4 | 7, now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (version === 7) {
    for (let index = 5, rest = now; index >= 0; index -= 1, rest = Math.floor(rest / 256)) bytes[index] = rest % 256;
  }
  return written(bytes, version);
}

/** A key that makes repeating a change harmless, and of whatever else is made here. */
export function newKey(): string {
  return makeUuid(4);
}

/** The key of a record that is begun here: records are kept in the order of their keys, which begin with the time. */
export function newRecordId(): string {
  return makeUuid(7);
}
