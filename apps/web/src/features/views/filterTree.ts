/** A filter as it is built: groups of conditions, of which all or one hold. */
import { alternativesOf, isComplete, isCondition, negatedOf, partsOf } from '@/features/records';
import type { Condition, Filter } from '@/generated/definition';

export type Node = { kind: 'condition'; condition: Condition } | Group;

export interface Group {
  kind: 'group';
  join: 'and' | 'or';
  /** Whether those are meant for which it does not hold. */
  negated: boolean;
  nodes: readonly Node[];
}

/** How deep groups stand in each other. */
export const deepest = 3;

function groupOf(filter: Filter): Group {
  const negated = negatedOf(filter);
  if (negated !== null) {
    const inner: Group = isCondition(negated) ? { ...blank(), nodes: [{ kind: 'condition', condition: negated }] } : groupOf(negated);
    return inner.negated ? { ...blank(), negated: true, nodes: [inner] } : { ...inner, negated: true };
  }
  const one = alternativesOf(filter);
  const node = (part: Filter): Node => (isCondition(part) ? { kind: 'condition', condition: part } : groupOf(part));
  return { kind: 'group', join: one === null ? 'and' : 'or', negated: false, nodes: (one ?? partsOf(filter)).map(node) };
}

function blank(): Group {
  return { kind: 'group', join: 'and', negated: false, nodes: [] };
}

export function treeOf(filter: Filter | null): Group {
  if (filter === null) return { ...blank(), nodes: [{ kind: 'condition', condition: { field: '', op: 'eq' } }] };
  return groupOf(filter);
}

/** What the server is asked; a condition without field or value is left out, and so is an empty group. */
export function filterOfTree(node: Node): Filter | null {
  if (node.kind === 'condition') return node.condition.field !== '' && isComplete(node.condition) ? node.condition : null;
  const parts = node.nodes.map(filterOfTree).filter((part) => part !== null);
  const [only] = parts;
  if (only === undefined) return null;
  const whole: Filter = node.join === 'or' ? { or: parts } : { and: parts };
  const joined = parts.length === 1 ? only : whole;
  return node.negated ? { not: joined } : joined;
}
