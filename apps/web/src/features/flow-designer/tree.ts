import type { Json } from '@/api';
import { objectsIn } from '@/definition';

/** A step of the vertical tree. */
export type Step =
  | { type: 'node'; id: string; /** The edge on which «+» puts a step behind this one. */ edge: string | null }
  | { type: 'branches'; id: string; branches: readonly Branch[] }
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

/** The flow as people read it: one step below the other, branches side by side, jumps as chips. */
export function treeOf(flow: Json): readonly Step[] {
  const nodes = objectsIn(flow, 'nodes').map((node) => String(node['id']));
  const edges = edgesOf(flow);
  const start = objectsIn(flow, 'nodes').find((node) => node['kind'] === 'start');
  const back = backward(edges, start === undefined ? undefined : String(start['id']));
  const forward = edges.filter((edge) => !back.has(edge.id));
  const ends = new Set(nodes.filter((id) => !edges.some((edge) => edge.from === id)));
  const seen = new Set<string>();
  /** Where the ways out of a node meet again: the first step that all of them reach, of those that lead on at all. */
  const meeting = (id: string): string | null => {
    const ways = forward.filter((edge) => edge.from === id).map((edge) => following(forward, edge.to)).filter((way) => [...way].some((one) => ends.has(one)));
    const [first, ...others] = ways;
    if (first === undefined || others.length === 0) return null;
    const common = [...first].filter((one) => !seen.has(one) && others.every((way) => way.has(one)));
    const [nearest] = common.toSorted((one, other) => following(forward, other).size - following(forward, one).size);
    return nearest ?? null;
  };
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
      const join = meeting(here);
      steps.push({ type: 'branches', id: here, branches: out.map((edge) => ({ edge: edge.id, steps: walk(edge.to, join) })) });
      id = join ?? undefined;
    }
    return steps;
  };
  const steps = walk(start === undefined ? undefined : String(start['id']), null);
  // What no way leads to is shown all the same, at the end.
  for (const id of nodes) if (!seen.has(id)) steps.push(...walk(id, null));
  return steps;
}
