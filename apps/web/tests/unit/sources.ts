/** The sources as text, for tests that look at all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../src', import.meta.url));

export interface Source {
  path: string;
  text: string;
}

export function sources(ending: RegExp): readonly Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path) && !path.startsWith('generated'))
    .map((path) => ({ path: relative(root, join(root, path)), text: readFileSync(join(root, path), 'utf8') }));
}
