import { isObject, listIn, numberIn, textIn, type Json } from '@/api/narrow';
import { labelled, objectsIn } from '@/definition';
import type { Label } from '@/i18n';
import list from './templates.json';

/** What a template has to know before it is a flow: who gets a step, which field is meant, a number. */
export type Ask = { readonly id: string; readonly label: Label } & (
  | { readonly kind: 'holder'; /** Whether it only makes sense with several people. */ readonly several: boolean; readonly begin: string | null }
  | { readonly kind: 'field'; readonly of: FieldSort }
  | { readonly kind: 'number'; readonly begin: number; readonly least: number; readonly most: number; /** The number that it has to exceed. */ readonly above: string | null }
);

/** What a field is needed for. */
export type FieldSort = 'amount' | 'person';

/** A ready-made flow. Where `$name` stands in it, the answer of that name is put. */
export interface Template {
  readonly id: string;
  readonly label: Label;
  readonly help: Label;
  readonly asks: readonly Ask[];
  readonly flow: Json;
}

function readAsk(json: Json): Ask {
  const id = textIn(json, 'id') ?? '';
  const label = labelled(json['label']);
  switch (json['kind']) {
    case 'field':
      return { id, label, kind: 'field', of: json['of'] === 'person' ? 'person' : 'amount' };
    case 'number':
      return { id, label, kind: 'number', begin: numberIn(json, 'begin') ?? 1, least: numberIn(json, 'least') ?? 0, most: numberIn(json, 'most') ?? Number.MAX_SAFE_INTEGER, above: textIn(json, 'above') ?? null };
    default:
      return { id, label, kind: 'holder', several: json['several'] === true, begin: textIn(json, 'begin') ?? null };
  }
}

/** All templates, in the order of the gallery. */
export const templates: readonly Template[] = objectsIn({ list }, 'list').map((json) => ({
  id: textIn(json, 'id') ?? '',
  label: labelled(json['label']),
  help: labelled(json['help']),
  asks: objectsIn(json, 'asks').map(readAsk),
  flow: isObject(json['flow']) ? json['flow'] : {},
}));

/** Whether a field of a form can be what a template needs. */
export function suits(field: Json, sort: FieldSort): boolean {
  const kind = textIn(field, 'kind') ?? '';
  if (sort === 'person') return kind === 'member' || kind === 'members';
  return ['number', 'money', 'counter'].includes(kind) || (kind === 'computed' && (field['result'] ?? 'number') === 'number');
}

export function fieldsFor(form: Json, sort: FieldSort): readonly Json[] {
  return objectsIn(form, 'fields').filter((field) => suits(field, sort));
}

/** Who can get a step in every app, and whether that is more than one person. */
export const everywhere = [
  { value: 'department_head', several: false },
  { value: 'head_above', several: false },
  { value: 'starter', several: false },
  { value: 'department', several: true },
] as const;

/** Who gets a step, by what was chosen: somebody of the organisation, `role:…` or `field:…`. */
export function holderOf(chosen: string): Json {
  const [sort = '', id] = chosen.split(':');
  if (sort === 'role') return { by: 'role', role: id };
  if (sort === 'field') return { by: 'field', field: id };
  return sort === 'head_above' ? { by: 'department_head', levels_up: 1 } : { by: sort };
}

/** A definition with the answers where their names stand. */
function put(json: unknown, given: ReadonlyMap<string, unknown>): unknown {
  if (typeof json === 'string') {
    const whole = json.startsWith('$') ? given.get(json.slice(1)) : undefined;
    return whole ?? json.replaceAll(/\$(\w+)/g, (word, name: string) => String(given.get(name) ?? word));
  }
  if (Array.isArray(json)) return json.map((one) => put(one, given));
  return isObject(json) ? Object.fromEntries(Object.entries(json).map(([key, value]) => [String(put(key, given)), put(value, given)])) : json;
}

/** The flow that a template becomes. Hours are those of the app's calendar where it has one. */
export function filled(template: Template, answers: Json, hasCalendar: boolean): Json {
  const given = template.asks.map((ask): [string, unknown] => [ask.id, ask.kind === 'holder' ? holderOf(String(answers[ask.id])) : answers[ask.id]]);
  const flow = put(template.flow, new Map<string, unknown>([...given, ['time', hasCalendar ? 'working' : 'wall']]));
  return isObject(flow) ? flow : {};
}

/** What is still a name of a question, which nothing has answered. */
export function unanswered(json: unknown): readonly string[] {
  return [...JSON.stringify(json).matchAll(/\$\w+/g)].map(([name]) => name);
}

/** What the questions begin with: what the template says, and a field where only one fits. */
export function beginningAnswers(asks: readonly Ask[], form: Json): Json {
  return Object.fromEntries(
    asks.flatMap((ask): [string, unknown][] => {
      if (ask.kind !== 'field') return ask.begin === null ? [] : [[ask.id, ask.begin]];
      const [only, ...more] = fieldsFor(form, ask.of);
      return only === undefined || more.length > 0 ? [] : [[ask.id, only['id']]];
    }),
  );
}

/** Whether nobody has drawn anything yet: at most one step between the start and the ends. */
export function isBare(flow: Json): boolean {
  const beside = listIn(flow, 'nodes').filter((node) => !['start', 'end', 'terminate'].includes(textIn(node, 'kind') ?? ''));
  return beside.length <= 1;
}
