import { isObject, listIn, numberIn, textIn, type Json } from '@/api/narrow';
import { objectsIn, withKey } from '@/definition';

/** Ways out of a step that are not the usual way on: after a rejection, a fault, a span of time, a message. */

export type SideKind = 'reject' | 'fault' | 'late' | 'message';

export interface Side {
  readonly kind: SideKind;
  /** After how many minutes, for `late`. */
  readonly minutes?: number;
  /** Which message, for `message`. */
  readonly name?: string;
}

/** What takes this edge out of its node; null when it is the usual way on. */
export function sideOf(node: Json | undefined, edge: string): Side | null {
  if (node === undefined) return null;
  if (textIn(node['on_reject'], 'edge') === edge) return { kind: 'reject' };
  if (node['on_fault'] === edge) return { kind: 'fault' };
  const boundary = objectsIn(node, 'boundary').find((one) => one['edge'] === edge);
  if (boundary === undefined) return null;
  const on = boundary['on'];
  const minutes = numberIn(on, 'after_minutes');
  return minutes === undefined ? { kind: 'message', name: textIn(on, 'message') ?? '' } : { kind: 'late', minutes };
}

/** Which of these ways a step of a kind can have, by the settings that its schema names. */
export function sidesFor(schema: unknown): readonly SideKind[] {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const known = (key: string): boolean => Object.hasOwn(properties, key);
  return [...(known('on_reject') ? ['reject' as const] : []), ...(known('on_fault') ? ['fault' as const] : []), ...(known('boundary') ? ['late' as const, 'message' as const] : [])];
}

/** The node with a setting that takes the edge. */
export function withSide(node: Json, side: Side, edge: string): Json {
  switch (side.kind) {
    case 'reject':
      return { ...node, on_reject: { edge } };
    case 'fault':
      return { ...node, on_fault: edge };
    case 'late':
      return { ...node, boundary: [...listIn(node, 'boundary'), { on: { after_minutes: side.minutes ?? 1440 }, edge }] };
    case 'message':
      return { ...node, boundary: [...listIn(node, 'boundary'), { on: { message: side.name ?? '' }, edge }] };
  }
}

/** The node without settings that take edges which are not there. */
export function withoutLostSides(node: Json, edges: ReadonlySet<string>): Json {
  let next = node;
  const rejected = textIn(node['on_reject'], 'edge');
  if (rejected !== undefined && !edges.has(rejected)) next = withKey(next, 'on_reject', undefined);
  const fault = textIn(node, 'on_fault');
  if (fault !== undefined && !edges.has(fault)) next = withKey(next, 'on_fault', undefined);
  const boundary = objectsIn(node, 'boundary');
  const kept = boundary.filter((one) => edges.has(textIn(one, 'edge') ?? ''));
  if (kept.length < boundary.length) next = withKey(next, 'boundary', kept.length === 0 ? undefined : kept);
  return next;
}

/** Kinds whose ways out are branches that a person adds and takes away. */
export const splitting: ReadonlySet<string> = new Set(['exclusive', 'inclusive', 'parallel', 'choice']);
/** Kinds whose ways out have conditions. */
export const deciding: ReadonlySet<string> = new Set(['exclusive', 'inclusive']);
/** Kinds from which nothing leads on. */
export const ending: ReadonlySet<string> = new Set(['end', 'terminate']);

/** The way on from a node that people mean when they say «after it». */
export function onwardOf(flow: Json, node: string): Json | undefined {
  const made = objectsIn(flow, 'nodes').find((one) => one['id'] === node);
  const out = objectsIn(flow, 'edges').filter((edge) => edge['from'] === node && sideOf(made, String(edge['id'])) === null);
  return out.find((edge) => edge['default'] === true) ?? out[0];
}
