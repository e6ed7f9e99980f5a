/** What is known of referred records, told with what each of them is: the engine reads their values by that. */
import { isObject, textIn, type Json } from '@/api/narrow';
import type { Description, FieldDescription } from './description';
import type { Facts } from './protocol';

type Target = 'user' | 'department' | { form: string };

function targetOf(field: FieldDescription): Target | null {
  const form = textIn(field.settings, 'form');
  if (form !== undefined) return { form };
  const to = textIn(field.settings, 'to');
  return to === 'user' || to === 'department' ? to : null;
}

/** Every key that stands in a field that refers, with what it refers to. */
function collect(fields: readonly FieldDescription[], values: Json, found: Map<string, Target>): void {
  for (const field of fields) {
    const value = values[field.id];
    if (field.columns.length > 0 && Array.isArray(value)) {
      for (const row of value) if (isObject(row)) collect(field.columns, row, found);
      continue;
    }
    const target = targetOf(field);
    if (target === null) continue;
    for (const key of Array.isArray(value) ? value : [value]) if (typeof key === 'string') found.set(key, target);
  }
}

/** The facts of records that stand in the form; what nobody refers to is left out. */
export function aimed(facts: Facts, description: Description, values: Json): Json {
  const targets = new Map<string, Target>();
  collect(description.fields, values, targets);
  return Object.fromEntries(
    Object.entries(facts).flatMap(([key, fact]) => {
      const target = targets.get(key);
      return target === undefined ? [] : [[key, { ...fact, target }]];
    }),
  );
}
