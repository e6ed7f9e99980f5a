import { isObject, type Json } from '@/api/narrow';

/** Two people changed one definition: what each changed, and one definition with both. */

/** A place that both changed, each in another way. */
export interface Clash {
  /** Where, by keys and ids: `fields/amount/label`. */
  readonly path: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merged {
  readonly value: unknown;
  readonly clashes: readonly Clash[];
}

const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** By what an entry of a list is known: its id, or the field that it shows. */
function nameOf(entry: unknown): string | null {
  if (!isObject(entry)) return null;
  if (typeof entry['id'] === 'string') return entry['id'];
  return typeof entry['field'] === 'string' ? `=${entry['field']}` : null;
}

function named(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  const byName = new Map<string, unknown>();
  for (const entry of list) {
    const name = nameOf(entry);
    if (name === null || byName.has(name)) return null;
    byName.set(name, entry);
  }
  return byName;
}

/** The order of one list with what only the other one has behind the same neighbours. */
function orderOf(mine: readonly string[], theirs: readonly string[], kept: (name: string) => boolean): readonly string[] {
  const order = mine.filter(kept);
  for (const [at, name] of theirs.entries()) {
    if (order.includes(name) || !kept(name)) continue;
    const before = theirs.slice(0, at).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
  }
  return order;
}

function mergeLists(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[], path: string): Merged | null {
  const [bases, ours, others] = [named(base), named(mine), named(theirs)];
  if (bases === null || ours === null || others === null) return null;
  const clashes: Clash[] = [];
  const values = new Map<string, unknown>();
  for (const name of new Set([...ours.keys(), ...others.keys()])) {
    const merged = merge(bases.get(name), ours.get(name), others.get(name), `${path}/${name.replace(/^=/, '')}`);
    clashes.push(...merged.clashes);
    if (merged.value !== undefined) values.set(name, merged.value);
  }
  // Whoever changed the order keeps it; when both did, mine stands.
  const stood = [...bases.keys()].filter((name) => ours.has(name) && others.has(name));
  const changed = ![...ours.keys()].filter((name) => stood.includes(name)).every((name, at) => name === stood[at]);
  const [first, second] = changed ? [ours, others] : [others, ours];
  return { value: orderOf([...first.keys()], [...second.keys()], (name) => values.has(name)).map((name) => values.get(name)), clashes };
}

/** What both made of a base. Where both changed the same thing, mine stands and the place is told. */
export function merge(base: unknown, mine: unknown, theirs: unknown, path = ''): Merged {
  if (same(mine, theirs) || same(base, theirs)) return { value: mine, clashes: [] };
  if (same(base, mine)) return { value: theirs, clashes: [] };
  if (isObject(mine) && isObject(theirs)) {
    const before = isObject(base) ? base : {};
    const clashes: Clash[] = [];
    const value: Record<string, unknown> = {};
    for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      const merged = merge(before[key], mine[key], theirs[key], path === '' ? key : `${path}/${key}`);
      clashes.push(...merged.clashes);
      if (merged.value !== undefined) value[key] = merged.value;
    }
    return { value, clashes };
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const merged = mergeLists(Array.isArray(base) ? base : [], mine, theirs, path);
    if (merged !== null) return merged;
  }
  // One took away what the other changed: what was changed stays, and the place is told.
  return { value: mine ?? theirs, clashes: [{ path, mine, theirs }] };
}

/** One difference between two definitions. */
export interface Difference {
  readonly path: string;
  readonly what: 'added' | 'removed' | 'changed';
}

/** Where two definitions differ, a whole entry of a list at a time. */
export function differencesOf(base: unknown, next: unknown, path = ''): readonly Difference[] {
  if (same(base, next)) return [];
  if (base === undefined) return [{ path, what: 'added' }];
  if (next === undefined) return [{ path, what: 'removed' }];
  const below = (name: string): string => (path === '' ? name : `${path}/${name}`);
  if (Array.isArray(base) && Array.isArray(next)) {
    const [before, after] = [named(base), named(next)];
    if (before === null || after === null) return [{ path, what: 'changed' }];
    const entries = [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
      const inside = differencesOf(before.get(name), after.get(name), below(name.replace(/^=/, '')));
      // A part of a layout holds other parts; of everything else the entry is named once.
      return inside.length === 0 || path.startsWith('layouts') ? inside : [{ path: below(name.replace(/^=/, '')), what: inside.length === 1 && inside[0] !== undefined ? inside[0].what : ('changed' as const) }];
    });
    return entries.length > 0 ? entries : [{ path, what: 'changed' }];
  }
  if (isObject(base) && isObject(next)) return [...new Set([...Object.keys(base), ...Object.keys(next)])].flatMap((key) => differencesOf(base[key], next[key], below(key)));
  return [{ path, what: 'changed' }];
}

/** A merged definition. */
export function mergedJson(base: Json, mine: Json, theirs: Json): { definition: Json; clashes: readonly Clash[] } {
  const { value, clashes } = merge(base, mine, theirs);
  return { definition: isObject(value) ? value : mine, clashes };
}
