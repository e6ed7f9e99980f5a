import { isObject, textIn, type Json } from '@/api';
import { objectsIn, withKey } from '@/definition';
import { fieldsIn } from '@/features/formula-editor';

/** The rules of a form: what a formula decides about a field or a column. Each command takes a definition and gives the next one. */

export const aspects = ['visible', 'required', 'readonly', 'value', 'default', 'options', 'valid', 'label', 'help'] as const;
export type Aspect = (typeof aspects)[number];

/** Aspects whose formula answers yes or no. */
export const conditions: readonly Aspect[] = ['visible', 'required', 'readonly', 'valid'];

/** A rule with its place in the form. */
export interface LogicRule {
  readonly index: number;
  readonly id: string;
  /** `amount`, or `lines.price` for a column. */
  readonly target: string;
  readonly aspect: Aspect;
  readonly formula: string;
  readonly message: unknown;
}

function readRule(rule: Json, index: number): readonly LogicRule[] {
  const aspect = aspects.find((one) => one === rule['aspect']);
  const [id, target] = [textIn(rule, 'id'), textIn(rule, 'target')];
  if (aspect === undefined || id === undefined || target === undefined) return [];
  return [{ index, id, target, aspect, formula: textIn(rule, 'formula') ?? '', message: rule['message'] }];
}

/** All rules of a form, in their order. */
export function rulesIn(form: Json): readonly LogicRule[] {
  return objectsIn(form, 'logic').flatMap(readRule);
}

/** The rules about a field and, of a sub-table, about its columns. */
export function rulesOf(form: Json, field: string): readonly LogicRule[] {
  return rulesIn(form).filter(({ target }) => target === field || target.startsWith(`${field}.`));
}

function withLogic(form: Json, logic: readonly Json[]): Json {
  return withKey(form, 'logic', logic.length === 0 ? undefined : logic);
}

/** An id for a new rule that no rule of the form has, nor one that was begun. */
export function ruleId(form: Json, target: string, aspect: Aspect, begun: readonly string[] = []): string {
  const taken = new Set<unknown>([...begun, ...objectsIn(form, 'logic').map((rule) => rule['id'])]);
  const base = `${target.replace('.', '_')}_${aspect}`.slice(0, 36);
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${String(number)}`)) return `${base}_${String(number)}`;
}

/** One more rule, at the end. */
export function addRule(form: Json, { id, target, aspect, formula, message }: Omit<LogicRule, 'index'>): Json {
  return withLogic(form, [...objectsIn(form, 'logic'), { id, target, aspect, formula, ...(message === undefined ? {} : { message }) }]);
}

/** The rule with another formula or message. */
export function changeRule(form: Json, id: string, change: { formula?: string; message?: unknown }): Json {
  const changed = (rule: Json): Json => {
    const next = change.formula === undefined ? rule : { ...rule, formula: change.formula };
    return Object.hasOwn(change, 'message') ? withKey(next, 'message', change.message) : next;
  };
  return withLogic(form, objectsIn(form, 'logic').map((rule) => (rule['id'] === id ? changed(rule) : rule)));
}

export function removeRule(form: Json, id: string): Json {
  return withLogic(form, objectsIn(form, 'logic').filter((rule) => rule['id'] !== id));
}

/** What can be decided about a field, as far as its kind goes. */
export interface Decidable {
  /** Where its value comes from; unknown while the engine does not take the field. */
  origin: 'entered' | 'calculated' | 'allotted' | undefined;
  kind: string;
  options: boolean;
  table: boolean;
}

/** The aspects that a rule may still be added for: each is decided once, checks as often as wanted. */
export function openAspects({ origin, kind, options, table }: Decidable, decided: readonly Aspect[]): readonly Aspect[] {
  const given = kind === 'computed' || origin === 'allotted' || table;
  return aspects.filter((aspect) => {
    if (aspect === 'valid') return true;
    if (decided.includes(aspect)) return false;
    if (aspect === 'value' || aspect === 'default') return !given;
    return aspect !== 'options' || options;
  });
}

/** A place where a field is read. */
export interface Use {
  /** A rule of the form, the formula of another field, or an object of the app such as a flow. */
  readonly by: { type: 'rule'; rule: LogicRule } | { type: 'field'; field: string } | { type: 'object'; kind: string; id: string };
}

const reads = (formula: string, field: string): boolean => fieldsIn(formula).some((name) => name === field || name.startsWith(`${field}.`));

/** Whether somewhere inside, the field is named by a formula. */
function speaksOf(json: unknown, field: string): boolean {
  if (typeof json === 'string') return reads(json, field);
  if (Array.isArray(json)) return json.some((one) => speaksOf(one, field));
  return isObject(json) && Object.values(json).some((one) => speaksOf(one, field));
}

/** The formulas of a field and of its columns. */
function formulasOf(field: Json): readonly string[] {
  return [field, ...objectsIn(field, 'fields')].flatMap((part) => textIn(part, 'formula') ?? []);
}

/** Everything that reads a field by a formula: rules and fields of its form, and other objects about the form. */
export function usesOf(form: Json, field: string, objects: readonly { kind: string; id: string; definition: unknown }[]): readonly Use[] {
  const rules = rulesIn(form).filter((rule) => reads(rule.formula, field)).map((rule): Use => ({ by: { type: 'rule', rule } }));
  const fields = objectsIn(form, 'fields')
    .filter((one) => one['id'] !== field && formulasOf(one).some((formula) => reads(formula, field)))
    .map((one): Use => ({ by: { type: 'field', field: String(one['id']) } }));
  const others = objects
    .filter(({ kind, definition }) => kind !== 'form' && isObject(definition) && definition['form'] === form['id'] && speaksOf(definition, field))
    .map(({ kind, id }): Use => ({ by: { type: 'object', kind, id } }));
  return [...rules, ...fields, ...others];
}
