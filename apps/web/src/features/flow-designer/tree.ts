import type { Json } from '@/api';
import { objectsIn } from '@/definition';

/** A step of the vertical tree. */
export type Step =
  | { type: 'node'; id: string; /** The edge on which «+» puts a step behind this one. */ edge: string | null }
  | { type: 'branches'; id: string; branches: readonly Branch[]; /** The edges by which the branches meet again: «+» puts a step behind all of them. */ into: readonly string[] }
  | { type: 'goto'; id: string };

export interface Branch {
  edge: string;
  steps: readonly Step[];
}

interface Edge {
  id: string;
  from: string;
  to: string;
}

function edgesOf(flow: Json): readonly Edge[] {
  return objectsIn(flow, 'edges').map((edge) => ({ id: String(edge['id']), from: String(edge['from']), to: String(edge['to']) }));
}

/** The edges that lead back to where the way came from. */
function backward(edges: readonly Edge[], start: string | undefined): ReadonlySet<string> {
  const back = new Set<string>();
  const done = new Set<string>();
  const way = new Set<string>();
  const visit = (id: string): void => {
    way.add(id);
    for (const edge of edges) {
      if (edge.from !== id) continue;
      if (way.has(edge.to)) back.add(edge.id);
      else if (!done.has(edge.to)) visit(edge.to);
    }
    way.delete(id);
    done.add(id);
  };
  if (start !== undefined) visit(start);
  return back;
}

/** Everything that follows a node, itself included. */
function following(edges: readonly Edge[], begin: string): ReadonlySet<string> {
  const seen = new Set([begin]);
  for (const id of seen) for (const edge of edges) if (edge.from === id) seen.add(edge.to);
  return seen;
}

/** Where the ways out of a node meet again: the first step that all of them reach, of those that lead on at all. */
function meeting(forward: readonly Edge[], id: string, ends: ReadonlySet<string>, seen: ReadonlySet<string>): string | null {
  const ways = forward.filter((edge) => edge.from === id).map((edge) => following(forward, edge.to)).filter((way) => [...way].some((one) => ends.has(one)));
  const [first, ...others] = ways;
  if (first === undefined || others.length === 0) return null;
  const common = [...first].filter((one) => !seen.has(one) && others.every((way) => way.has(one)));
  const [nearest] = common.toSorted((one, other) => following(forward, other).size - following(forward, one).size);
  return nearest ?? null;
}

/** The edges by which the ways out of a node come to where they meet. */
function intoOf(forward: readonly Edge[], node: string, join: string): readonly string[] {
  const within = following(forward.filter((edge) => edge.from !== join), node);
  return forward.filter((edge) => edge.to === join && within.has(edge.from)).map((edge) => edge.id);
}

interface Shape {
  start: string | undefined;
  edges: readonly Edge[];
  /** The edges that do not lead back. */
  forward: readonly Edge[];
  /** The nodes from which nothing leads on. */
  ends: ReadonlySet<string>;
}

function shapeOf(flow: Json): Shape {
  const nodes = objectsIn(flow, 'nodes');
  const edges = edgesOf(flow);
  const first = nodes.find((node) => node['kind'] === 'start');
  const start = first === undefined ? undefined : String(first['id']);
  const back = backward(edges, start);
  const ids = nodes.map((node) => String(node['id']));
  return { start, edges, forward: edges.filter((edge) => !back.has(edge.id)), ends: new Set(ids.filter((id) => !edges.some((edge) => edge.from === id))) };
}

/** Where the ways out of a node meet again; null where they do not. */
export function meetingOf(flow: Json, node: string): string | null {
  const { forward, ends } = shapeOf(flow);
  return meeting(forward, node, ends, new Set());
}

/** The flow as people read it: one step below the other, branches side by side, jumps as chips. */
export function treeOf(flow: Json): readonly Step[] {
  const nodes = objectsIn(flow, 'nodes').map((node) => String(node['id']));
  const { start, edges, forward, ends } = shapeOf(flow);
  const seen = new Set<string>();
  const walk = (begin: string | undefined, stop: string | null): Step[] => {
    const steps: Step[] = [];
    let id = begin;
    while (id !== undefined && id !== stop) {
      if (seen.has(id)) {
        steps.push({ type: 'goto', id });
        return steps;
      }
      seen.add(id);
      const here = id;
      const out = edges.filter((edge) => edge.from === here);
      const [only, ...more] = out;
      if (more.length === 0) {
        steps.push({ type: 'node', id: here, edge: only?.id ?? null });
        id = only?.to;
        continue;
      }
      const join = meeting(forward, here, ends, seen);
      steps.push({ type: 'branches', id: here, branches: out.map((edge) => ({ edge: edge.id, steps: walk(edge.to, join) })), into: join === null ? [] : intoOf(forward, here, join) });
      id = join ?? undefined;
    }
    return steps;
  };
  const steps = walk(start, null);
  // What no way leads to is shown all the same, at the end.
  for (const id of nodes) if (!seen.has(id)) steps.push(...walk(id, null));
  return steps;
}

/** The steps in the order of the tree, each once. */
export function inOrder(flow: Json): readonly string[] {
  const all = (steps: readonly Step[]): readonly string[] => steps.flatMap((step) => (step.type === 'goto' ? [] : step.type === 'node' ? [step.id] : [step.id, ...step.branches.flatMap((branch) => all(branch.steps))]));
  return all(treeOf(flow));
}
