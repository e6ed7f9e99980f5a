import { isObject, listIn, type Json } from '@/api/narrow';
import { objectsIn, replaceIn, withKey } from '@/definition';
import { reached, settled } from './graph';
import { edgeIds, fresh, nodeIds } from './ids';
import { meetingOf } from './tree';
import { ending, onwardOf } from './ways';

/** The commands of the flow designer: each takes a definition and gives the next one. */

/** Puts a new step on an edge. */
export function addStep(flow: Json, edgeId: string, kind: string, label: Json, settings: unknown): { flow: Json; id: string } {
  const edges = objectsIn(flow, 'edges');
  const edge = edges.find((one) => one['id'] === edgeId);
  const id = fresh(nodeIds(flow), kind);
  if (edge === undefined) return { flow, id };
  const given = isObject(settings) ? Object.fromEntries(Object.entries(settings).filter(([key]) => !['id', 'kind', 'label'].includes(key))) : {};
  const node: Json = { id, kind, label, ...given };
  const onward: Json = { id: fresh(edgeIds(flow), `from_${id}`), from: id, to: edge['to'] };
  return { id, flow: { ...flow, nodes: [...objectsIn(flow, 'nodes'), node], edges: [...replaceIn(edges, edgeId, { ...edge, to: id }), onward] } };
}

/** Puts a decision on an edge: one way under a condition, one otherwise; both meet again where the edge led. */
export function addBranches(flow: Json, edgeId: string, label: Json, condition: string, kind = 'exclusive'): { flow: Json; id: string } {
  const { flow: next, id } = addStep(flow, edgeId, kind, label, {});
  const edges = objectsIn(next, 'edges');
  const onward = edges.find((edge) => edge['from'] === id);
  if (onward === undefined) return { flow: next, id };
  const chosen: Json = { id: fresh(edgeIds(next), `if_${id}`), from: id, to: onward['to'], when: condition };
  return { id, flow: { ...next, edges: [...edges.filter((edge) => edge !== onward), chosen, { ...onward, default: true }] } };
}

/** Lets the case go two ways at once on an edge; both meet again, and then it goes on where the edge led. */
export function addParallel(flow: Json, edgeId: string, label: Json, meets: Json): { flow: Json; id: string } {
  const { flow: split, id } = addStep(flow, edgeId, 'parallel', label, {});
  const onward = objectsIn(split, 'edges').find((edge) => edge['from'] === id);
  if (onward === undefined) return { flow: split, id };
  const { flow: joined } = addStep(split, String(onward['id']), 'parallel', meets, {});
  const way = objectsIn(joined, 'edges').find((edge) => edge['from'] === id);
  if (way === undefined) return { flow: joined, id };
  const other: Json = { id: fresh(edgeIds(joined), `from_${id}`), from: id, to: way['to'] };
  return { id, flow: { ...joined, edges: [...objectsIn(joined, 'edges'), other] } };
}

/** One more way out of a decision or a split: it leads straight to where the others meet again. */
export function addBranch(flow: Json, node: string, condition: string): Json {
  const edges = objectsIn(flow, 'edges');
  const otherwise = edges.find((edge) => edge['from'] === node && edge['default'] === true) ?? edges.findLast((edge) => edge['from'] === node);
  if (otherwise === undefined) return flow;
  const atOnce = objectsIn(flow, 'nodes').some((one) => one['id'] === node && one['kind'] === 'parallel');
  const to = meetingOf(flow, node) ?? otherwise['to'];
  const branch: Json = { id: fresh(edgeIds(flow), `${atOnce ? 'from' : 'if'}_${node}`), from: node, to, ...(atOnce ? {} : { when: condition }) };
  const at = edges.indexOf(otherwise);
  return { ...flow, edges: [...edges.slice(0, at), branch, ...edges.slice(at)] };
}

/** Leads more edges to a step: the branches meet there now. */
export function leadTo(flow: Json, ids: readonly string[], to: string): Json {
  return { ...flow, edges: objectsIn(flow, 'edges').map((edge) => (ids.includes(String(edge['id'])) ? { ...edge, to } : edge)) };
}

/** Lets ways that lead to the same place meet before it; answers the one way that leads on. */
export function addMerge(flow: Json, ways: readonly string[], label: Json): { flow: Json; onward: string } {
  const [first = '', ...others] = ways;
  const { flow: next, id } = addStep(flow, first, 'exclusive', label, {});
  const onward = objectsIn(next, 'edges').find((edge) => edge['from'] === id);
  return { flow: leadTo(next, others, id), onward: String(onward?.['id'] ?? '') };
}

export function changeNode(flow: Json, id: string, node: Json): Json {
  return { ...flow, nodes: replaceIn(objectsIn(flow, 'nodes'), id, node) };
}

export function changeEdge(flow: Json, id: string, edge: Json): Json {
  return { ...flow, edges: replaceIn(objectsIn(flow, 'edges'), id, edge) };
}

/** Where the ways to an end may lead instead: to another end. */
function otherEnd(flow: Json, id: string): Json | undefined {
  const nodes = objectsIn(flow, 'nodes');
  if (!nodes.some((node) => node['id'] === id && ending.has(String(node['kind'])))) return undefined;
  const other = nodes.find((node) => node['id'] !== id && ending.has(String(node['kind'])));
  return other === undefined ? undefined : { to: other['id'] };
}

/** Whether a step can be taken out so that the flow still has a way. */
export function mayRemove(flow: Json, id: string): boolean {
  const node = objectsIn(flow, 'nodes').find((one) => one['id'] === id);
  return node !== undefined && node['kind'] !== 'start' && (onwardOf(flow, id) ?? otherEnd(flow, id)) !== undefined;
}

/** Takes a step out: what led to it leads to what followed. Of a decision, the way without a condition stays. */
export function removeStep(flow: Json, id: string): Json {
  const edges = objectsIn(flow, 'edges');
  const kept = onwardOf(flow, id) ?? otherEnd(flow, id);
  if (kept === undefined) return flow;
  const joined = edges.filter((edge) => edge['from'] !== id).map((edge) => (edge['to'] === id ? { ...edge, to: kept['to'] } : edge));
  const bare: Json = { ...flow, nodes: replaceIn(objectsIn(flow, 'nodes'), id, null), edges: joined };
  const alive = reached(bare);
  const nodes = objectsIn(bare, 'nodes');
  const gone = nodes.filter((node) => !alive.has(String(node['id']))).map((node) => String(node['id']));
  return settled({
    ...withKey(bare, 'retired', [...listIn(flow, 'retired'), id, ...gone]),
    nodes: nodes.filter((node) => alive.has(String(node['id']))),
    edges: joined.filter((edge) => alive.has(String(edge['from'])) && alive.has(String(edge['to']))),
  });
}

/** Takes one way of a decision out. */
export function removeBranch(flow: Json, edgeId: string): Json {
  const bare: Json = { ...flow, edges: replaceIn(objectsIn(flow, 'edges'), edgeId, null) };
  const alive = reached(bare);
  const nodes = objectsIn(bare, 'nodes');
  const gone = nodes.filter((node) => !alive.has(String(node['id']))).map((node) => String(node['id']));
  const retired = gone.length === 0 ? flow['retired'] : [...listIn(flow, 'retired'), ...gone];
  return settled({
    ...withKey(bare, 'retired', retired),
    nodes: nodes.filter((node) => alive.has(String(node['id']))),
    edges: objectsIn(bare, 'edges').filter((edge) => alive.has(String(edge['from'])) && alive.has(String(edge['to']))),
  });
}
