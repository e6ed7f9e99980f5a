import { isObject, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { fieldsIn } from '@/features/formula-editor';
import { usesOf, type Use } from './logic';

/** Everything in an app that uses a field: formulas, and whatever names it by its id. */

interface Definition {
  readonly kind: string;
  readonly id: string;
  readonly definition: unknown;
}

/** Whether a text names the field: by its id, as the first step of a path, in braces, or in a template of texts. */
function names(text: string, field: string): boolean {
  if (text === field || text.startsWith(`${field}.`)) return true;
  return text.includes('{') && (fieldsIn(text).some((name) => name === field || name.startsWith(`${field}.`)) || new RegExp(`\\{\\{[^}]*\\b${field}\\b`).test(text));
}

/** Whether the field is named somewhere where the form is spoken of. */
function speaksOf(json: unknown, form: string, field: string, inside: boolean): boolean {
  if (typeof json === 'string') return inside && names(json, field);
  if (Array.isArray(json)) return json.some((one) => speaksOf(one, form, field, inside));
  if (!isObject(json)) return false;
  const named = textIn(json, 'form');
  const here = named === undefined ? inside : named === form;
  return Object.entries(json).some(([key, value]) => (here && key === field && key !== 'id') || (!['id', 'kind', 'label', 'help', '$schema'].includes(key) && speaksOf(value, form, field, here)));
}

/** Formulas of another form that go through a relation to this one: `{customer.level}`. */
function reachedFrom(other: Json, form: string, field: string): boolean {
  const relations = objectsIn(other, 'fields').filter((one) => textIn(one, 'form') === form).map((one) => String(one['id']));
  return relations.some((relation) => JSON.stringify(other).includes(`{${relation}.${field}}`));
}

/** Uses in the form itself, then in all other objects of the app; the form's own views and layouts are left out. */
export function usesInApp(form: Json, field: string, objects: readonly Definition[]): readonly Use[] {
  const own = textIn(form, 'id') ?? '';
  const near = usesOf(form, field, []);
  const far = objects
    .filter(({ kind, id, definition }) => !(kind === 'form' && id === own) && isObject(definition) && (speaksOf(definition, own, field, kind !== 'form' && textIn(definition, 'form') === own) || (kind === 'form' && reachedFrom(definition, own, field))))
    .map(({ kind, id }): Use => ({ by: { type: 'object', kind, id } }));
  return [...near, ...far];
}
