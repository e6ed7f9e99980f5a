/** Provinces, cities and districts as a tree, and addresses that are taken apart by it. */

export interface Region {
  code: string;
  name: string;
  children: readonly Region[];
}

function isCity(code: string): boolean {
  return code.endsWith('00') && !code.endsWith('0000');
}

/** What stands at the level of a code: a province ends with four noughts, a city with two. */
export function treeOf(places: readonly (readonly [string, string])[]): readonly Region[] {
  const below = (stem: string, isBelow: (code: string) => boolean, next: (code: string) => readonly Region[]): readonly Region[] =>
    places.filter(([code]) => code.startsWith(stem) && isBelow(code)).map(([code, name]) => ({ code, name, children: next(code) }));
  const known = new Set(places.map(([code]) => code));
  return below('', (code) => code.endsWith('0000'), (province) => {
    const stem = province.slice(0, 2);
    const cities = below(stem, isCity, (city) => below(city.slice(0, 4), (code) => !code.endsWith('00'), () => []));
    // Districts that stand below their province directly: those of the four big cities, and some counties.
    const loose = below(stem, (code) => !code.endsWith('00') && !known.has(`${code.slice(0, 4)}00`), () => []);
    return [...cities, ...loose];
  });
}

/** The places from the province down to a code. */
export function pathTo(tree: readonly Region[], code: string): readonly Region[] {
  for (const region of tree) {
    if (region.code === code) return [region];
    const below = pathTo(region.children, code);
    if (below.length > 0) return [region, ...below];
  }
  return [];
}

/** What is kept of a place: its code and the names by level. */
export function keptOf(path: readonly Region[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const { code, name } of path) {
    kept['code'] = code;
    kept[code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'district'] = name;
  }
  return kept;
}

// In people's mouths: 省 市 自治区 特别行政区 and the names of peoples are left out. Written by code, as texts for people are not kept here.
const endings = /(\u7279\u522b\u884c\u653f\u533a|\u7ef4\u543e\u5c14\u81ea\u6cbb\u533a|\u58ee\u65cf\u81ea\u6cbb\u533a|\u56de\u65cf\u81ea\u6cbb\u533a|\u81ea\u6cbb\u533a|\u7701|\u5e02|\u533a|\u53bf|\u5730\u533a|\u76df)$/;

function spoken(name: string): string {
  const short = name.replace(endings, '');
  return short.length < 2 ? name : short;
}

/** The region with whose name a text begins, the longest first; and what follows. */
function ledBy(text: string, regions: readonly Region[], within: number): { region: Region; rest: string } | null {
  let best: { region: Region; rest: string; at: number; length: number } | null = null;
  for (const region of regions) {
    for (const name of [region.name, spoken(region.name)]) {
      const at = text.indexOf(name);
      if (at < 0 || at > within) continue;
      if (best === null || name.length > best.length || (name.length === best.length && at < best.at)) {
        best = { region, rest: text.slice(at + name.length), at, length: name.length };
      }
    }
  }
  return best;
}

export interface Recognised {
  path: readonly Region[];
  detail: string;
  postcode: string;
}

/** Takes an address apart by simple rules: province, city, district by their names, six digits alone are the postcode, the rest is the street. */
export function recognise(pasted: string, tree: readonly Region[]): Recognised | null {
  const postcode = /(?<!\d)\d{6}(?!\d)/.exec(pasted)?.[0] ?? '';
  // A number of a phone is no part of the address.
  const text = pasted.replace(postcode, ' ').replaceAll(/(?<!\d)1\d{10}(?!\d)/g, ' ').replaceAll(/[\s,\uff0c;\uff1b]+/g, '');
  const cities = tree.flatMap((province) => province.children);
  const province = ledBy(text, tree, 8);
  const inProvince = province === null ? cities : province.region.children;
  const afterProvince = province?.rest ?? text;
  const second = ledBy(afterProvince, inProvince, province === null ? 8 : 2);
  if (province === null && second === null) return null;
  const inCity = second === null ? [] : second.region.children;
  const third = second === null ? ledBy(afterProvince, inProvince.flatMap((city) => city.children), 2) : ledBy(second.rest, inCity, 2);
  const deepest = third ?? second ?? province;
  if (deepest === null) return null;
  return { path: pathTo(tree, deepest.region.code), detail: deepest.rest, postcode };
}
