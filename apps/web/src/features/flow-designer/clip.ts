import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { objectsIn, replaceIn, withKey } from '@/definition';
import { fieldsIn } from '@/features/formula-editor';
import { moveSteps, placesOf, settled, takeOut, type Place } from './graph';
import { edgeIds, fresh, nodeIds } from './ids';
import { ending, onwardOf } from './ways';

/** What is copied: steps and all ways out of them; ways that lead to other steps are loose and lead on where the copy is put. */
export interface FlowClip {
  /** By this mark a text from the clipboard is known as ours. */
  readonly mortise: 'flow-steps';
  readonly version: 1;
  readonly app: string;
  readonly flow: string;
  /** Whether it was cut: put into its own flow again, it is moved. */
  readonly cut: boolean;
  readonly nodes: readonly Json[];
  readonly edges: readonly Json[];
  /** The first step, to which the way leads where the copy is put. */
  readonly entry: string;
  readonly places: Json;
}

/** Takes a copy of steps; the start stays where it is. Null when there is nothing to copy. */
export function pack(app: string, flow: Json, chosen: readonly string[], cut: boolean): FlowClip | null {
  const nodes = objectsIn(flow, 'nodes').filter((node) => node['kind'] !== 'start' && chosen.includes(String(node['id'])));
  const ids = new Set(nodes.map((node) => String(node['id'])));
  const edges = objectsIn(flow, 'edges');
  // The step that is reached from outside; of a circle without one, the first.
  const entry = nodes.find((node) => edges.some((edge) => edge['to'] === node['id'] && !ids.has(String(edge['from'])))) ?? nodes[0];
  if (entry === undefined) return null;
  return {
    mortise: 'flow-steps',
    version: 1,
    app,
    flow: textIn(flow, 'id') ?? '',
    cut,
    nodes,
    edges: edges.filter((edge) => ids.has(String(edge['from']))),
    entry: String(entry['id']),
    places: Object.fromEntries([...placesOf(flow)].filter(([id]) => ids.has(id))),
  };
}

/** Reads a text from the clipboard; null when it is not ours. */
export function readClip(text: string): FlowClip | null {
  if (!text.includes('"flow-steps"')) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(json) || json['mortise'] !== 'flow-steps' || json['version'] !== 1) return null;
  const nodes = objectsIn(json, 'nodes').filter((node) => textIn(node, 'id') !== undefined && textIn(node, 'kind') !== undefined && node['kind'] !== 'start');
  const ids = new Set(nodes.map((node) => textIn(node, 'id')));
  const entry = textIn(json, 'entry');
  const first = entry !== undefined && ids.has(entry) ? entry : textIn(nodes[0], 'id');
  if (first === undefined) return null;
  return {
    mortise: 'flow-steps',
    version: 1,
    app: textIn(json, 'app') ?? '',
    flow: textIn(json, 'flow') ?? '',
    cut: json['cut'] === true,
    nodes,
    edges: objectsIn(json, 'edges').filter((edge) => ids.has(textIn(edge, 'from')) && textIn(edge, 'id') !== undefined),
    entry: first,
    places: isObject(json['places']) ? json['places'] : {},
  };
}

type Ids = ReadonlyMap<string, string>;

/** Keys of settings that name a step, and those that name a way out of it. */
const namingSteps: ReadonlySet<string> = new Set(['node', 'only_while', 'not_who_did', 'entered', 'left']);
const namingWays: ReadonlySet<string> = new Set(['edge', 'on_fault']);

/** A definition in which the steps and ways are called by their new ids. */
export function renamed(json: unknown, nodes: Ids, edges: Ids, key = ''): unknown {
  if (typeof json === 'string') return (namingSteps.has(key) ? nodes.get(json) : namingWays.has(key) ? edges.get(json) : undefined) ?? json;
  if (Array.isArray(json)) return json.map((one) => renamed(one, nodes, edges, key));
  return isObject(json) ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, renamed(value, nodes, edges, name)])) : json;
}

/** Ids for the copies: their own where they are free, else with a number. */
export function freeIds(old: readonly string[], taken: ReadonlySet<string>): Ids {
  const all = new Set(taken);
  const ids = new Map<string, string>();
  for (const id of old) {
    const next = fresh(all, id);
    all.add(next);
    ids.set(id, next);
  }
  return ids;
}

export interface Pasted {
  readonly flow: Json;
  /** The new steps, to be chosen. */
  readonly ids: readonly string[];
}

/** How far a copy stands from where it was taken. */
const aside = 40;

/** Puts a copy on an edge: the edge leads to it, and its loose ways lead on. Without an edge it stands by itself. */
export function paste(given: Json, clip: FlowClip, edgeId: string | null, at: Place | null = null): Pasted {
  const moves = clip.cut && clip.flow === textIn(given, 'id') && clip.nodes.some((node) => objectsIn(given, 'nodes').some((one) => one['id'] === node['id']));
  const own = clip.nodes.map((node) => String(node['id']));
  const before = moves ? takeOut(given, own, false) : given;
  const edge = objectsIn(before, 'edges').find((one) => one['id'] === edgeId);
  const nodes = freeIds(own, nodeIds(before));
  const edges = freeIds(clip.edges.map((one) => String(one['id'])), edgeIds(before));
  const made = clip.nodes.map((node): Json => {
    const next = renamed(node, nodes, edges);
    return { ...(isObject(next) ? next : node), id: nodes.get(String(node['id'])) ?? '' };
  });
  const ways = clip.edges.flatMap((one): Json[] => {
    const to = nodes.get(String(one['to'])) ?? edge?.['to'];
    return to === undefined ? [] : [{ ...one, id: edges.get(String(one['id'])) ?? '', from: nodes.get(String(one['from'])) ?? '', to }];
  });
  const blind = made.filter((node) => edge !== undefined && !ending.has(String(node['kind'])) && !ways.some((way) => way['from'] === node['id']));
  const taken = new Set([...edgeIds(before), ...edges.values()]);
  const onward = blind.map((node): Json => ({ id: fresh(taken, `from_${String(node['id'])}`), from: node['id'], to: edge?.['to'] }));
  const led = edge === undefined ? objectsIn(before, 'edges') : replaceIn(objectsIn(before, 'edges'), String(edge['id']), { ...edge, to: nodes.get(clip.entry) });
  const flow = settled({ ...before, nodes: [...objectsIn(before, 'nodes'), ...made], edges: [...led, ...ways, ...onward] });
  return { flow: placed(flow, clip, nodes, edge === undefined, at), ids: [...nodes.values()] };
}

/** A copy that stands by itself keeps the places of its steps to each other. */
function placed(flow: Json, clip: FlowClip, nodes: Ids, loose: boolean, at: Place | null): Json {
  const places = [...placesOf({ layout: clip.places })];
  if (!loose || places.length === 0) return flow;
  const left = Math.min(...places.map(([, place]) => place.x));
  const top = Math.min(...places.map(([, place]) => place.y));
  const [x, y] = at === null ? [aside, aside] : [at.x - left, at.y - top];
  return moveSteps(flow, new Map(places.flatMap(([id, place]): [string, Place][] => (nodes.has(id) ? [[nodes.get(id) ?? '', { x: place.x + x, y: place.y + y }]] : []))));
}

/** A copy of steps right behind them. */
export function duplicate(app: string, flow: Json, chosen: readonly string[]): Pasted | null {
  const clip = pack(app, flow, chosen, false);
  if (clip === null) return null;
  const ids = new Set(clip.nodes.map((node) => String(node['id'])));
  const last = clip.nodes.map((node) => onwardOf(flow, String(node['id']))).find((edge) => edge !== undefined && !ids.has(String(edge['to'])));
  return paste(flow, clip, last === undefined ? null : String(last['id']));
}

/** What the steps of a copy name: roles, fields and other things of the app, by their sort. */
export function namesIn(nodes: readonly Json[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const note = (sort: string, id: string): void => { found.set(sort, new Set([...(found.get(sort) ?? []), id])); };
  const visit = (json: unknown, key: string): void => {
    if (typeof json === 'string') {
      if (['role', 'connector', 'slot', 'flow', 'form'].includes(key)) note(key, json);
      else if (key === 'field' || key === 'over') note('field', json);
      else if (json.includes('{')) for (const field of fieldsIn(json)) note('field', field.split('.')[0] ?? field);
    } else if (Array.isArray(json)) for (const one of json) visit(one, key);
    else if (isObject(json)) for (const [name, value] of Object.entries(json)) visit(value, name);
  };
  for (const node of nodes) {
    // Answers of another system and the record of another form have fields of their own.
    visit(['case'].includes(String(node['kind'])) ? withKey(node, 'set', undefined) : node, '');
    for (const key of ['fields', 'on_enter']) if (isObject(node[key])) for (const field of Object.keys(node[key])) note('field', field);
  }
  return new Map([...found].map(([sort, ids]) => [sort, new Set([...ids].filter((id) => id !== '' && !id.startsWith('_')))]));
}

/** The edge on which a copy is put: the one that is chosen, or the way on from the chosen step. */
export function edgeFor(flow: Json, chosen: { type: 'node' | 'edge'; id: string } | null): string | null {
  if (chosen === null) return null;
  if (chosen.type === 'edge') return chosen.id;
  const onward = onwardOf(flow, chosen.id);
  return onward === undefined ? null : String(onward['id']);
}

/** How many steps a text from the clipboard holds. */
export function stepsIn(text: string): number {
  return listIn(readClip(text), 'nodes').length;
}
