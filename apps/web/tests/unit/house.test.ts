import { expect, test } from 'vitest';
import { sources } from './sources';

test('colours and pixels stand in the theme only', () => {
  const found = sources(/\.(tsx?|css)$/)
    .filter(({ path }) => !path.startsWith('theme'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => !/@(media|container)/.test(line) && !line.trim().startsWith('*') && !line.includes('/**'))
        .flatMap((line) => [...line.matchAll(/#[0-9a-f]{3,8}\b|\b[1-9]\d*px\b|\brgba?\(/gi)].map((match) => `${path}: ${match[0]}`)),
    );
  expect(found).toEqual([]);
});

test('features know each other by their index only', () => {
  const found = sources(/\.tsx?$/).flatMap(({ path, text }) => {
    const own = /^features\/([^/]+)\//.exec(path)?.[1];
    return [...text.matchAll(/from '@\/features\/([^'/]+)\/([^']+)'/g)]
      .filter((match) => match[1] !== own && !(match[2] ?? '').endsWith('.module.css'))
      .map((match) => `${path}: ${match[0]}`);
  });
  expect(found).toEqual([]);
});

test('files are short enough to read', () => {
  expect(sources(/\.(tsx?|css)$/).filter(({ text, path }) => text.split('\n').length > (path.endsWith('.css') ? 600 : 400)).map(({ path }) => path)).toEqual([]);
});
