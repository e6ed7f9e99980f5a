// Feeds JSON lines to the browser engine and writes one JSON line for each (see crates/engine-wasm/PROTOCOL.md).
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, , path] = process.argv;
const { instance } = await WebAssembly.instantiate(readFileSync(path), {});
const { alloc, call, free, memory } = instance.exports;

// The engine takes texts in NFC.
const normal = (_key, value) => (typeof value === 'string' ? value.normalize('NFC') : value);

function ask(line) {
  const text = JSON.stringify(JSON.parse(line), normal);
  const bytes = new TextEncoder().encode(text);
  const at = alloc(bytes.length);
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
  const packed = BigInt.asUintN(64, call(at, bytes.length));
  const pointer = Number(packed >> 32n);
  const length = Number(packed & 0xffffffffn);
  const answer = new TextDecoder().decode(new Uint8Array(memory.buffer, pointer, length));
  free(pointer, length);
  return answer;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${ask(line)}\n`);
}
