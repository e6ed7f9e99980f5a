import { isObject, isText, type Json } from '@/api/narrow';
import { labelled, objectsIn, withKey } from '@/definition';
import type { Property } from '@/features/build';
import type { Change } from './canvas/drawn';

/** Earlier versions of a flow, and what became of its steps and ways since. */

/** By what an item of a list is known. */
function idOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  return ['id', 'field', 'form', 'dashboard'].map((key) => item[key]).find(isText);
}

/** The items of a list by their ids; null when one has none. */
function byId(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  const named = new Map(list.flatMap((item): [string, unknown][] => (idOf(item) === undefined ? [] : [[idOf(item) ?? '', item]])));
  return named.size === list.length ? named : null;
}

const stepsOf = (path: string): readonly string[] => path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** A value with another one at a place; nothing there takes it out. */
function put(value: unknown, [step, ...rest]: readonly string[], next: unknown): unknown {
  if (step === undefined) return next;
  if (Array.isArray(value)) {
    if (step === '#order') {
      const order = Array.isArray(next) ? next.filter(isText) : [];
      const place = (item: unknown): number => order.indexOf(idOf(item) ?? '');
      return value.toSorted((one, other) => (place(one) < 0 || place(other) < 0 ? 0 : place(one) - place(other)));
    }
    const known = value.some((item) => idOf(item) === step);
    const changed: unknown[] = value.flatMap((item): unknown[] => {
      if (idOf(item) !== step) return [item];
      const made = put(item, rest, next);
      return made === undefined ? [] : [made];
    });
    return known || rest.length > 0 || next === undefined ? changed : [...changed, next];
  }
  return isObject(value) ? withKey(value, step, put(value[step], rest, next)) : value;
}

const isOrder = (property: Property): boolean => property.path.endsWith('/#order');

/** What a definition was before the differences that lead to it. */
export function rewound(after: Json, differences: readonly Property[]): Json {
  return [...differences.filter((one) => !isOrder(one)), ...differences.filter(isOrder)].reduce<Json>((now, { path, before }) => {
    const next = put(now, stepsOf(path), before ?? undefined);
    return isObject(next) ? next : now;
  }, after);
}

const escaped = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');

/** What differs between two definitions, as the server tells it: by ids, each place with what people call it. */
export function differing(before: unknown, after: unknown, path = '', names: Property['names'] = []): readonly Property[] {
  const below = (key: string, one: unknown, other: unknown, item: boolean): readonly Property[] => {
    const named = isObject(other) ? other : one;
    const label = item && isObject(named) ? labelled(named['label']) : undefined;
    return differing(one, other, `${path}/${escaped(key)}`, [...names, label ?? '']);
  };
  if (isObject(before) && isObject(after)) return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => below(key, before[key], after[key], false));
  if (Array.isArray(before) && Array.isArray(after)) {
    const [one, other] = [byId(before), byId(after)];
    if (one !== null && other !== null) return [...new Set([...one.keys(), ...other.keys()])].flatMap((id) => below(id, one.get(id), other.get(id), true));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, names: [...names], before: before ?? null, after: after ?? null }];
}

export interface Compared {
  /** The newer flow together with what was taken out of the older one. */
  readonly flow: Json;
  readonly nodes: ReadonlyMap<string, Change>;
  readonly edges: ReadonlyMap<string, Change>;
  /** The settings that differ; where steps stand on the canvas is none. */
  readonly properties: readonly Property[];
}

/** Two versions of a flow in one drawing. */
export function compared(before: Json, after: Json): Compared {
  const properties = differing(before, after).filter(({ path }) => !path.startsWith('/layout') && !path.startsWith('/retired'));
  const changesOf = (list: 'nodes' | 'edges'): ReadonlyMap<string, Change> => {
    const ids = (flow: Json): ReadonlySet<string> => new Set(objectsIn(flow, list).map((one) => String(one['id'])));
    const [older, newer] = [ids(before), ids(after)];
    const changed = new Set(properties.flatMap(({ path }) => (path.startsWith(`/${list}/`) ? [stepsOf(path)[1] ?? ''] : [])));
    return new Map([...new Set([...older, ...newer])].flatMap((id): [string, Change][] => (!older.has(id) ? [[id, 'added']] : !newer.has(id) ? [[id, 'removed']] : changed.has(id) ? [[id, 'changed']] : [])));
  };
  const both = (list: 'nodes' | 'edges'): readonly Json[] => [...objectsIn(after, list), ...objectsIn(before, list).filter((one) => !objectsIn(after, list).some((other) => other['id'] === one['id']))];
  const layout = { ...(isObject(before['layout']) ? before['layout'] : {}), ...(isObject(after['layout']) ? after['layout'] : {}) };
  return { flow: { ...after, nodes: both('nodes'), edges: both('edges'), layout }, nodes: changesOf('nodes'), edges: changesOf('edges'), properties };
}
