import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { places, regions } from '@/controls/shared/regions/data';
import { keptOf, pathTo, recognise, type Region } from '@/controls/shared/regions/tree';
import { root } from './sources';

test('the server knows the same regions', () => {
  const table = readFileSync(join(root, '../../../crates/form-engine/src/controls/regions.txt'), 'utf8');
  const own = places().map(([code, name]) => code + name).join('\n');
  expect(table.trimEnd()).toBe(own);
});

test('provinces hold cities, cities hold districts, the big cities hold districts', () => {
  const tree = regions();
  expect(tree).toHaveLength(34);
  const names = (code: string): readonly string[] => pathTo(tree, code).map((region) => region.name);
  expect(names('330106')).toEqual(['浙江省', '杭州市', '西湖区']);
  expect(names('110105')).toEqual(['北京市', '朝阳区']);
  expect(keptOf(pathTo(tree, '110105'))).toEqual({ code: '110105', province: '北京市', district: '朝阳区' });
  const count = (list: readonly Region[]): number => list.reduce((sum, region) => sum + 1 + count(region.children), 0);
  expect(count(tree)).toBe(places().length);
});

test.each([
  ['浙江省杭州市西湖区文三路 1 号 310012', '330106', '文三路1号', '310012'],
  ['浙江 杭州 西湖 文三路1号', '330106', '文三路1号', ''],
  ['北京市朝阳区建国路 88 号', '110105', '建国路88号', ''],
  ['杭州市西湖区文三路', '330106', '文三路', ''],
  ['张三 13800000000 广东省深圳市南山区科技园', '440305', '科技园', ''],
  ['内蒙古自治区呼和浩特市新城区中山路', '150102', '中山路', ''],
])('%s is taken apart', (pasted, code, detail, postcode) => {
  const found = recognise(pasted, regions());
  expect(found?.path.at(-1)?.code).toBe(code);
  expect([found?.detail, found?.postcode]).toEqual([detail, postcode]);
});

test('words without a region are not taken apart', () => {
  expect(recognise('hello', regions())).toBeNull();
});
