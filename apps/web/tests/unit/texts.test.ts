import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isObject } from '@/api/narrow';
import { root, sources } from './sources';

const locales = ['zh-CN', 'en'] as const;

function flat(value: unknown, path: string): readonly string[] {
  if (!isObject(value)) return [path];
  return Object.entries(value).flatMap(([key, below]) => flat(below, path === '' ? key : `${path}.${key}`));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** All keys of a language: the shared ones, and those of each feature under its name. */
function keysOf(locale: string): ReadonlySet<string> {
  const features = join(root, 'features');
  const own = readdirSync(features).flatMap((feature) => {
    const path = join(features, feature, 'locales', `${locale}.json`);
    return existsSync(path) ? flat(readJson(path), feature) : [];
  });
  return new Set([...flat(readJson(join(root, 'i18n', `${locale}.json`)), ''), ...own]);
}

const code = sources(/\.tsx?$/);

describe('texts', () => {
  test('both languages have the same keys', () => {
    const [zh, en] = [keysOf('zh-CN'), keysOf('en')];
    expect([...zh].filter((key) => !en.has(key))).toEqual([]);
    expect([...en].filter((key) => !zh.has(key))).toEqual([]);
  });

  test.each(locales)('every key in the code has a text in %s', (locale) => {
    const keys = keysOf(locale);
    const missing = code.flatMap(({ path, text }) =>
      [...text.matchAll(/(?<![\w.])t\(\s*'([^']+)'/g)].map((match) => match[1] ?? '').filter((key) => !keys.has(key)).map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  test('keys that are put together have texts for each part', () => {
    const keys = [...keysOf('zh-CN')];
    const missing = code.flatMap(({ path, text }) =>
      [...text.matchAll(/(?<![\w.])t\(\s*`([^`$]+)\$\{/g)].map((match) => match[1] ?? '').filter((start) => !keys.some((key) => key.startsWith(start))).map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  test('no sentence stands in the code', () => {
    const found = code.flatMap(({ path, text }) => {
      const plain = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
      const chinese = [...plain.matchAll(/[\u4e00-\u9fff]+/g)].map((match) => match[0]).filter((word) => word !== '中文');
      const betweenTags = [...plain.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+)\s*</g)].map((match) => match[1]);
      const inAttributes = [...plain.matchAll(/\s(?:title|placeholder|alt|aria-label)="([^"]*[a-z][^"]*)"/g)].map((match) => match[1]);
      return [...chinese, ...betweenTags, ...inAttributes].map((words) => `${path}: ${words ?? ''}`);
    });
    expect(found).toEqual([]);
  });
});
