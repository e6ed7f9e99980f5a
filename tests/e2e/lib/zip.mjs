/** Packs the files of a package as a `.mortise` file, also one that no program would write: nothing is checked here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/server.mjs';

/** The files of a folder of the project as objects: path → JSON. */
export function objectsIn(folder) {
  const base = join(root, folder);
  const paths = readdirSync(base, { recursive: true }).filter((path) => path.endsWith('.json') && !path.startsWith('demo'));
  return Object.fromEntries(paths.map((path) => [path, JSON.parse(readFileSync(join(base, path), 'utf8'))]));
}

/** Packs objects or texts; entries are stored as they are. */
export function packed(files) {
  const [parts, heads] = [[], []];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const [name, data] = [Buffer.from(path), Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))];
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x0800, 2);
    about.writeUInt16LE(0x21, 8);
    about.writeUInt32LE(crc(data), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from([0x50, 0x4b, 3, 4]), about, name, data);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    heads.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), about, where, name);
    at += 30 + name.length + data.length;
  }
  const head = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(head.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, head, end]);
}

function crc(data) {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
