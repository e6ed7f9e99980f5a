import { listIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';

/** Ids of the parts of a flow, and new ones that none of them has. */

export function fresh(taken: ReadonlySet<string>, base: string): string {
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${String(number)}`)) return `${base}_${String(number)}`;
}

export function nodeIds(flow: Json): ReadonlySet<string> {
  return new Set([...objectsIn(flow, 'nodes').map((node) => String(node['id'])), ...listIn(flow, 'retired').filter((id) => typeof id === 'string')]);
}

export function edgeIds(flow: Json): ReadonlySet<string> {
  return new Set(objectsIn(flow, 'edges').map((edge) => String(edge['id'])));
}
