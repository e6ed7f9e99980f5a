import { objectsIn, withKey } from '@/definition';
import type { Json } from '@/api/narrow';

/** Where an item of a menu stands: its place in each list from the top. */
export type Path = readonly number[];

export type Items = readonly Json[];

function below(item: Json | undefined): Items {
  return item === undefined ? [] : objectsIn(item, 'items');
}

/** The items with the list in which a path ends changed. */
function changed(items: Items, path: Path, change: (list: Items, at: number) => Items): Items {
  const [at = 0, ...rest] = path;
  if (rest.length === 0) return change(items, at);
  return items.map((item, place) => (place === at ? withKey(item, 'items', changed(below(item), rest, change)) : item));
}

export const removed = (items: Items, path: Path): Items => changed(items, path, (list, at) => list.filter((_, place) => place !== at));

export const replaced = (items: Items, path: Path, next: Json): Items => changed(items, path, (list, at) => list.map((one, place) => (place === at ? next : one)));

/** Puts an item at the end of a group, or of the menu. */
export function added(items: Items, group: Path, item: Json): Items {
  if (group.length === 0) return [...items, item];
  return changed(items, group, (list, at) => list.map((one, place) => (place === at ? withKey(one, 'items', [...below(one), item]) : one)));
}

/** Moves an item by one place; beyond the end of a group it leaves the group, and a group in its way takes it in. */
export function moved(items: Items, path: Path, by: -1 | 1): Items {
  const at = path.at(-1) ?? 0;
  const list = listOf(items, path);
  const item = list[at];
  const other = list[at + by];
  if (item === undefined) return items;
  if (other === undefined) {
    const parent = path.slice(0, -1);
    if (parent.length === 0) return items;
    const without = removed(items, path);
    const place = (parent.at(-1) ?? 0) + (by === 1 ? 1 : 0);
    return changed(without, [...parent.slice(0, -1), place], (around, to) => [...around.slice(0, to), item, ...around.slice(to)]);
  }
  if (other['kind'] === 'group' && item['kind'] !== 'group') {
    const inside = below(other);
    const taken = withKey(other, 'items', by === 1 ? [item, ...inside] : [...inside, item]);
    return changed(items, path, (around, place) => around.flatMap((one, index) => (index === place ? [] : index === place + by ? [taken] : [one])));
  }
  return changed(items, path, (around, place) => around.map((one, index) => (index === place ? other : index === place + by ? item : one)));
}

function listOf(items: Items, path: Path): Items {
  const [at = 0, ...rest] = path;
  return rest.length === 0 ? items : listOf(below(items[at]), rest);
}

/** An id for a new group that no other has. */
export function groupId(items: Items): string {
  const taken = new Set<unknown>();
  const walk = (list: Items): void => {
    for (const item of list) {
      taken.add(item['id']);
      walk(below(item));
    }
  };
  walk(items);
  for (let number = 1; ; number += 1) if (!taken.has(`group_${String(number)}`)) return `group_${String(number)}`;
}
