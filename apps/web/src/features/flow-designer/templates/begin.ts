import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { labelled, objectsIn, withKey } from '@/definition';
import type { Label } from '@/i18n';
import { freeIds, renamed } from '../clip';
import { nodeIds } from '../ids';

/** Flows that begin with what is there already: another flow of the app, or a template put in the place of a few steps. */

/** What makes up a flow beside its name and its form. */
const parts: readonly string[] = ['when', 'policies', 'clocks', 'nodes', 'edges', 'layout'];

/** Everything of a flow that a copy of it has, too. */
export function copyOf(flow: Json): Json {
  return Object.fromEntries(Object.entries(flow).filter(([key]) => parts.includes(key)));
}

/** Keys under which a text names a step or a way, never a field. */
const ofTheFlow: ReadonlySet<string> = new Set(['id', 'kind', 'label', 'by', 'node', 'from', 'to', 'edge', 'only_while', 'on_fault', 'entered', 'left', 'role', 'slot', 'flow', 'form', 'connector', 'operation', 'message']);

function mentions(json: unknown, field: string, key = ''): boolean {
  if (typeof json === 'string') return json.includes(`{${field}}`) || json.includes(`{${field}.`) || (json === field && !ofTheFlow.has(key));
  if (Array.isArray(json)) return json.some((one) => mentions(one, field, key));
  return isObject(json) && Object.entries(json).some(([name, value]) => (name === field && key !== '') || mentions(value, field, name));
}

/** The fields of its own form that a flow names and another form has not; they are called as its own form calls them. */
export function missingIn(flow: Json, own: Json, other: Json): readonly Label[] {
  const there = new Map(objectsIn(other, 'fields').map((field) => [field['id'], field['kind']]));
  return objectsIn(own, 'fields')
    .filter((field) => there.get(field['id']) !== field['kind'] && mentions(copyOf(flow), String(field['id'])))
    .map((field) => labelled(field['label']) ?? String(field['id']));
}

/** Whether a flow runs another one, which has to be over the same form. */
export function callsAnother(flow: Json): boolean {
  return objectsIn(flow, 'nodes').some((node) => node['kind'] === 'call');
}

/** The flow with other steps in the place of those that it has. Steps of running cases keep their ids, ids of steps that are gone are not used again. */
export function begunAnew(flow: Json, part: Json): Json {
  const before = objectsIn(flow, 'nodes');
  const own = objectsIn(part, 'nodes');
  const stays = new Set(own.filter((node) => before.some((one) => one['id'] === node['id'] && one['kind'] === node['kind'])).map((node) => String(node['id'])));
  const ids = freeIds(own.map((node) => String(node['id'])), new Set([...nodeIds(flow)].filter((id) => !stays.has(id))));
  const now = (id: unknown): string => ids.get(String(id)) ?? String(id);
  const told = (json: unknown): Json => {
    const next = renamed(json, ids, new Map());
    return isObject(next) ? next : {};
  };
  const nodes = own.map((node): Json => ({ ...told(node), id: now(node['id']) }));
  const gone = before.map((node) => String(node['id'])).filter((id) => !nodes.some((node) => node['id'] === id));
  const retired = [...listIn(flow, 'retired'), ...gone];
  const layout = isObject(part['layout']) ? Object.fromEntries(Object.entries(part['layout']).map(([id, place]) => [now(id), place])) : undefined;
  const kept = Object.fromEntries(Object.entries(flow).filter(([key]) => !parts.includes(key)));
  const anew: Json = {
    ...kept,
    ...part,
    ...(listIn(part, 'clocks').length === 0 ? {} : { clocks: objectsIn(part, 'clocks').map(told) }),
    nodes,
    edges: objectsIn(part, 'edges').map((edge) => ({ ...edge, from: now(textIn(edge, 'from')), to: now(textIn(edge, 'to')) })),
  };
  return withKey(withKey(anew, 'layout', layout), 'retired', retired.length === 0 ? undefined : retired);
}
