/** Where a simulated case is, where it was, and which ways of the flow were tried. */
import type { Json } from '@/api';
import { objectsIn } from '@/definition';

export type NodeMark = 'here' | 'passed';
export type WayMark = 'run' | 'saved' | 'never';

export interface Marks {
  readonly nodes: ReadonlyMap<string, NodeMark>;
  readonly ways: ReadonlyMap<string, WayMark>;
}

/** The ways out of nodes with more than one: what there is to choose among. */
export function branchesOf(flow: Json): readonly Json[] {
  const edges = objectsIn(flow, 'edges');
  return edges.filter((edge) => edges.some((other) => other !== edge && other['from'] === edge['from']));
}

/** Marks of a run and of the scenarios beside it. */
export function marksOf(flow: Json, run: { at: readonly string[]; passed: ReadonlySet<string>; taken: ReadonlySet<string> }, saved: ReadonlySet<string>): Marks {
  const nodes = new Map<string, NodeMark>([...run.passed].map((id) => [id, 'passed']));
  for (const id of run.at) nodes.set(id, 'here');
  const mark = (id: string): WayMark => (run.taken.has(id) ? 'run' : saved.has(id) ? 'saved' : 'never');
  return { nodes, ways: new Map(branchesOf(flow).map((edge) => [String(edge['id']), mark(String(edge['id']))])) };
}
