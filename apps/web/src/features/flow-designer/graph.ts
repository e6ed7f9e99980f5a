import { isObject, listIn, type Json } from '@/api/narrow';
import { objectsIn, replaceIn, withKey } from '@/definition';
import { edgeIds, fresh } from './ids';
import { deciding, ending, onwardOf, sideOf, withoutLostSides, withSide, type Side } from './ways';

/** Commands on the flow as a graph: what is drawn freely, moved, connected and taken out. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The nodes that can be reached from the start. */
export function reached(flow: Json): ReadonlySet<string> {
  const edges = objectsIn(flow, 'edges');
  const start = objectsIn(flow, 'nodes').find((node) => node['kind'] === 'start');
  const seen = new Set<string>(start === undefined ? [] : [String(start['id'])]);
  for (const id of seen) for (const edge of edges) if (edge['from'] === id) seen.add(String(edge['to']));
  return seen;
}

/** The places that somebody has given to nodes. */
export function placesOf(flow: Json): ReadonlyMap<string, Place> {
  const { layout } = flow;
  if (!isObject(layout)) return new Map();
  return new Map(Object.entries(layout).flatMap(([id, place]): [string, Place][] => (isObject(place) && typeof place['x'] === 'number' && typeof place['y'] === 'number' ? [[id, { x: place['x'], y: place['y'] }]] : [])));
}

/** Keeps where nodes were put, in whole points. */
export function moveSteps(flow: Json, moved: ReadonlyMap<string, Place>): Json {
  const places = new Map([...placesOf(flow), ...[...moved].map(([id, { x, y }]): [string, Place] => [id, { x: Math.round(x), y: Math.round(y) }])]);
  return withKey(flow, 'layout', Object.fromEntries([...places].toSorted(([one], [other]) => (one < other ? -1 : 1))));
}

/** Forgets where nodes were put: they are laid out by themselves again. */
export function tidied(flow: Json): Json {
  return withKey(flow, 'layout', undefined);
}

/** The flow without what speaks of nodes and edges that are gone. */
export function settled(flow: Json): Json {
  const nodes = objectsIn(flow, 'nodes');
  const ids = new Set(nodes.map((node) => String(node['id'])));
  const edges = edgeIds(flow);
  const places = [...placesOf(flow)].filter(([id]) => ids.has(id));
  const next = isObject(flow['layout']) ? withKey(flow, 'layout', places.length === 0 ? undefined : Object.fromEntries(places.toSorted(([one], [other]) => (one < other ? -1 : 1)))) : flow;
  return { ...next, nodes: nodes.map((node) => withoutLostSides(node, edges)) };
}

/** Why no edge can be drawn between two nodes; null when it can. */
export function whyNoEdge(flow: Json, from: string, to: string): 'itself' | 'to_start' | 'from_end' | 'twice' | null {
  const kindOf = (id: string): unknown => objectsIn(flow, 'nodes').find((node) => node['id'] === id)?.['kind'];
  if (from === to) return 'itself';
  if (kindOf(to) === 'start') return 'to_start';
  if (ending.has(String(kindOf(from)))) return 'from_end';
  const splits = deciding.has(String(kindOf(from)));
  return !splits && objectsIn(flow, 'edges').some((edge) => edge['from'] === from && edge['to'] === to) ? 'twice' : null;
}

/** Draws an edge. Of a decision, the first way is for all other cases and the next ones have a condition. */
export function connect(flow: Json, from: string, to: string): { flow: Json; id: string } {
  const node = objectsIn(flow, 'nodes').find((one) => one['id'] === from);
  const edges = objectsIn(flow, 'edges');
  const decides = deciding.has(String(node?.['kind']));
  const out = edges.filter((edge) => edge['from'] === from);
  const id = fresh(edgeIds(flow), `from_${from}`);
  if (!decides || out.length === 0) return { id, flow: { ...flow, edges: [...edges, { id, from, to }] } };
  const bare = out.some((edge) => edge['default'] === true) ? undefined : out.find((edge) => edge['when'] === undefined);
  const before = edges.map((edge) => (edge === bare ? { ...edge, default: true } : edge));
  return { id, flow: { ...flow, edges: [...before, { id, from, to, when: 'TRUE' }] } };
}

/** One more way out of a step, taken after a rejection, a fault, some time or a message; it leads where the step leads. */
export function addSide(flow: Json, nodeId: string, side: Side): { flow: Json; id: string } {
  const onward = onwardOf(flow, nodeId);
  const id = fresh(edgeIds(flow), `${side.kind}_${nodeId}`);
  const to = onward?.['to'] ?? objectsIn(flow, 'nodes').find((node) => ending.has(String(node['kind'])))?.['id'];
  if (to === undefined) return { flow, id };
  const nodes = objectsIn(flow, 'nodes').map((node) => (node['id'] === nodeId ? withSide(node, side, id) : node));
  return { id, flow: settled({ ...flow, nodes, edges: [...objectsIn(flow, 'edges'), { id, from: nodeId, to }] }) };
}

/** Takes edges out and nothing else: what they led to stays where it is. */
export function cutEdges(flow: Json, ids: readonly string[]): Json {
  return settled({ ...flow, edges: objectsIn(flow, 'edges').filter((edge) => !ids.includes(String(edge['id']))) });
}

/** Takes steps out. What led to them leads to what followed them; what followed by other ways stays without them. */
export function takeOut(flow: Json, ids: readonly string[], retire = true): Json {
  return ids.reduce((now, id) => {
    const node = objectsIn(now, 'nodes').find((one) => one['id'] === id);
    if (node === undefined || node['kind'] === 'start') return now;
    const onward = onwardOf(now, id);
    const next = onward?.['to'] === id ? undefined : onward?.['to'];
    const edges = objectsIn(now, 'edges').flatMap((edge): Json[] => {
      if (edge['from'] === id) return [];
      if (edge['to'] !== id) return [edge];
      return next === undefined || next === edge['from'] ? [] : [{ ...edge, to: next }];
    });
    const bare: Json = { ...now, nodes: replaceIn(objectsIn(now, 'nodes'), id, null), edges };
    return settled(retire ? withKey(bare, 'retired', [...listIn(now, 'retired'), id]) : bare);
  }, flow);
}

/** Whether an edge out of a node may have a condition. */
export function mayHaveCondition(flow: Json, edge: Json): boolean {
  const node = objectsIn(flow, 'nodes').find((one) => one['id'] === edge['from']);
  return deciding.has(String(node?.['kind'])) && sideOf(node, String(edge['id'])) === null;
}
