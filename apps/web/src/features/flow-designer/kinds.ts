import { isObject, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { addBranch, addBranches, addParallel, addStep } from './commands';
import { reached, settled } from './graph';
import { edgeIds, fresh, nodeIds } from './ids';

/** What can be put into a flow, in the groups of the menu. A kind that is in no group stands in the last one. */
export const groups: readonly { id: string; kinds: readonly string[] }[] = [
  { id: 'people', kinds: ['approve', 'handle', 'cc', 'for_each'] },
  { id: 'ways', kinds: ['exclusive', 'parallel', 'inclusive', 'join', 'choice'] },
  { id: 'waiting', kinds: ['timer', 'message'] },
  { id: 'others', kinds: ['service', 'call', 'case'] },
  { id: 'ending', kinds: ['end', 'terminate'] },
];

export function groupOf(kind: string): string {
  return groups.find((group) => group.kinds.includes(kind))?.id ?? 'others';
}

/** Who gets a new step until somebody says otherwise: the one choice that is right in every app. */
const firstHolder = { assign: [{ by: 'department_head' }] };
/** How long a timer waits until somebody says otherwise. */
const firstWait = { after_minutes: 1440 };

/** The app around the flow, as far as a new step can begin with it. */
export interface Around {
  /** The form of the flow. */
  readonly form: Json;
  /** Other flows over the same form. */
  readonly flows: readonly string[];
  /** Other forms over which a flow runs. */
  readonly forms: readonly string[];
}

/** The first field with rows: a table, or a field with several people. */
function rowsIn(form: Json): string | undefined {
  const found = objectsIn(form, 'fields').find((field) => Array.isArray(field['fields']) || field['kind'] === 'members');
  return typeof found?.['id'] === 'string' ? found['id'] : undefined;
}

/** What a new step of a kind begins with. What only a person can know is left out, and the check asks for it. */
export function beginningOf(kind: string, id: string, around: Around): Json {
  const [flow] = around.flows;
  const [form] = around.forms;
  const over = rowsIn(around.form);
  switch (kind) {
    case 'approve':
    case 'handle':
    case 'cc':
      return firstHolder;
    case 'for_each':
      return { ...(over === undefined ? {} : { over }), ...firstHolder };
    case 'timer':
      return firstWait;
    case 'message':
      return { name: id };
    case 'call':
      return flow === undefined ? {} : { flow };
    case 'case':
      return form === undefined ? {} : { form };
    default:
      return {};
  }
}

/** What people call new steps. */
export interface Words {
  /** A kind, in both languages. */
  readonly kind: (kind: string) => Json;
  /** Where branches meet. */
  readonly meeting: Json;
}

/** Puts a choice of events on an edge: what happens first, a message or the end of a wait, goes on. */
function addEvents(flow: Json, edgeId: string, words: Words): { flow: Json; id: string } {
  const { flow: next, id } = addStep(flow, edgeId, 'choice', words.kind('choice'), {});
  const way = objectsIn(next, 'edges').find((edge) => edge['from'] === id);
  if (way === undefined) return { flow: next, id };
  const message = addStep(next, String(way['id']), 'message', words.kind('message'), { name: fresh(nodeIds(next), 'message') });
  return { id, flow: addEvent(message.flow, id, way['to'], words) };
}

/** One more event behind a choice: a wait that leads to a step. */
function addEvent(flow: Json, choice: string, to: unknown, words: Words): Json {
  const id = fresh(nodeIds(flow), 'timer');
  const timer: Json = { id, kind: 'timer', label: words.kind('timer'), ...firstWait };
  const first: Json = { id: fresh(edgeIds(flow), `from_${choice}`), from: choice, to: id };
  const onward: Json = { id: fresh(edgeIds(flow), `from_${id}`), from: id, to };
  return { ...flow, nodes: [...objectsIn(flow, 'nodes'), timer], edges: [...objectsIn(flow, 'edges'), first, onward] };
}

/** Lets an edge lead to a new end. What only this edge led to has no way to it any more and goes, too. */
function addEnd(flow: Json, edgeId: string, kind: string, words: Words): { flow: Json; id: string } {
  const id = fresh(nodeIds(flow), kind);
  const edges = objectsIn(flow, 'edges').map((edge) => (edge['id'] === edgeId ? { ...edge, to: id } : edge));
  return { id, flow: { ...flow, nodes: [...objectsIn(flow, 'nodes'), { id, kind, label: words.kind(kind) }], edges } };
}

/** Whether a way may end here: everything behind it is reached by other ways, too. */
export function mayEnd(flow: Json, edgeId: string): boolean {
  const edge = objectsIn(flow, 'edges').find((one) => one['id'] === edgeId);
  if (edge === undefined) return false;
  const without: Json = { ...flow, edges: objectsIn(flow, 'edges').filter((one) => one !== edge) };
  const alive = reached(without);
  return [...reached(flow)].every((id) => alive.has(id));
}

/** The flow with a new step of a kind on an edge. */
export function addKind(flow: Json, edgeId: string, kind: string, words: Words, around: Around): { flow: Json; id: string } {
  switch (kind) {
    case 'exclusive':
      return addBranches(flow, edgeId, words.kind(kind), 'TRUE');
    case 'inclusive': {
      // Ways that may be taken together have to meet in a step that waits for all that were taken.
      const { flow: met } = addStep(flow, edgeId, kind, words.meeting, {});
      return addBranches(met, edgeId, words.kind(kind), 'TRUE', kind);
    }
    case 'parallel':
      return addParallel(flow, edgeId, words.kind(kind), words.meeting);
    case 'choice':
      return addEvents(flow, edgeId, words);
    case 'end':
    case 'terminate':
      return addEnd(flow, edgeId, kind, words);
    default:
      return addStep(flow, edgeId, kind, words.kind(kind), beginningOf(kind, fresh(nodeIds(flow), kind), around));
  }
}

/** One more way out of a node that splits. Behind a choice of events it begins with an event. */
export function addWay(flow: Json, node: string, words: Words): Json {
  const made = objectsIn(flow, 'nodes').find((one) => one['id'] === node);
  if (made?.['kind'] !== 'choice') return addBranch(flow, node, 'TRUE');
  const event = objectsIn(flow, 'edges').find((edge) => edge['from'] === node);
  const onward = objectsIn(flow, 'edges').find((edge) => edge['from'] === event?.['to']);
  return onward === undefined ? flow : addEvent(flow, node, onward['to'], words);
}

/** A new step that no way leads to yet, at a place of the canvas. */
export function addLoose(flow: Json, kind: string, place: { x: number; y: number }, words: Words, around: Around): { flow: Json; id: string } {
  const id = fresh(nodeIds(flow), kind);
  const node: Json = { id, kind, label: words.kind(kind), ...beginningOf(kind, id, around) };
  const layout = isObject(flow['layout']) ? flow['layout'] : {};
  return { id, flow: settled({ ...flow, nodes: [...objectsIn(flow, 'nodes'), node], layout: { ...layout, [id]: { x: Math.round(place.x), y: Math.round(place.y) } } }) };
}
