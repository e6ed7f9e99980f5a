/** A filter as it is built: groups of conditions, of which all or one hold. What nobody touches is written as it was read. */
import { isObject } from '@/api/narrow';
import type { Condition, Filter } from '@/generated/definition';
import { isComplete, isCondition, isFilter } from './filter';

export type Node = { kind: 'condition'; condition: Condition } | { kind: 'source'; json: unknown } | Group;

export interface Group {
  kind: 'group';
  join: 'and' | 'or';
  /** Whether those are meant for which it does not hold. */
  negated: boolean;
  /** Whether a single part stands for the group, without a list of one around it. */
  loose: boolean;
  nodes: readonly Node[];
}

/** How deep groups stand in each other when people make them. */
export const deepest = 3;

const keysOfConditions: ReadonlySet<string> = new Set(['field', 'op', 'value']);

/** The only entry of an object that has one. */
function onlyEntry(json: unknown): readonly [string, unknown] | null {
  const entries = isObject(json) ? Object.entries(json) : [];
  const [first] = entries;
  return first === undefined || entries.length > 1 ? null : first;
}

function groupOf(json: unknown): Group | null {
  const [key, inner] = onlyEntry(json) ?? ['', null];
  if ((key === 'and' || key === 'or') && Array.isArray(inner)) return { kind: 'group', join: key, negated: false, loose: false, nodes: inner.map(nodeOf) };
  if (key !== 'not') return null;
  const found = nodeOf(inner);
  if (found.kind === 'group' && !found.negated) return { ...found, negated: true };
  return { ...emptyGroup, negated: true, nodes: [found] };
}

function nodeOf(json: unknown): Node {
  if (isCondition(json) && Object.keys(json).every((key) => keysOfConditions.has(key))) return { kind: 'condition', condition: json };
  return groupOf(json) ?? { kind: 'source', json };
}

export const emptyGroup: Group = { kind: 'group', join: 'and', negated: false, loose: true, nodes: [] };

/** A line that is still to be filled in. */
export const blankLine: Node = { kind: 'condition', condition: { field: '', op: 'eq' } };

/** The filter as groups; nothing is an empty group. */
export function treeOf(json: unknown): Group {
  if (json === null || json === undefined) return emptyGroup;
  const node = nodeOf(json);
  return node.kind === 'group' ? node : { ...emptyGroup, nodes: [node] };
}

/** Parts added and taken away: a list that came with its group goes when nothing but one part is left of it. */
export function withNodes(group: Group, nodes: readonly Node[]): Group {
  return { ...group, nodes, loose: group.loose || nodes.length < group.nodes.length };
}

/**
 * What a node says; undefined when it says nothing.
 *
 * A condition without a field is left out. One without a value is left out where people look for records, and kept where a definition is written:
 * there it is found and told before it can do harm.
 */
export function jsonOfTree(node: Node, keepsUnfinished: boolean): unknown {
  if (node.kind === 'source') return node.json;
  if (node.kind === 'condition') return node.condition.field !== '' && (keepsUnfinished || isComplete(node.condition)) ? node.condition : undefined;
  const parts = node.nodes.map((one) => jsonOfTree(one, keepsUnfinished)).filter((part) => part !== undefined);
  const loose = node.loose || parts.length < node.nodes.length;
  if (loose && parts.length === 0) return undefined;
  const joined = loose && parts.length === 1 ? parts[0] : { [node.join]: parts };
  return node.negated ? { not: joined } : joined;
}

/** The filter for which people ask; what is not said to the end has no effect. */
export function filterOfTree(node: Node): Filter | null {
  const json = jsonOfTree(node, false);
  return isFilter(json) ? json : null;
}
