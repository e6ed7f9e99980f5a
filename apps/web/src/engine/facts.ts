/** What is known of referred records, told with what each of them is: the engine reads their values by that. */
import { isObject, type Json } from '@/api/narrow';
import type { Description, FieldDescription, Target } from './description';
import type { Facts } from './protocol';

/** A key that stands in a field that refers. */
export interface Referred {
  /** The field, `lines.product` for a column. */
  path: string;
  key: string;
  target: Target;
}

/** Every key that stands in a field that refers, with what it refers to. */
export function referredIn(fields: readonly FieldDescription[], values: Json, above = ''): readonly Referred[] {
  return fields.flatMap((field): readonly Referred[] => {
    const value = values[field.id];
    const path = `${above}${field.id}`;
    if (field.columns.length > 0 && Array.isArray(value)) {
      return value.flatMap((row) => (isObject(row) ? referredIn(field.columns, row, `${path}.`) : []));
    }
    const { target } = field;
    if (target === null) return [];
    return (Array.isArray(value) ? value : [value]).flatMap((key) => (typeof key === 'string' ? [{ path, key, target }] : []));
  });
}

/** The facts of records that stand in the form; what nobody refers to is left out. */
export function aimed(facts: Facts, description: Description, values: Json): Json {
  const targets = new Map(referredIn(description.fields, values).map(({ key, target }) => [key, target]));
  return Object.fromEntries(
    Object.entries(facts).flatMap(([key, fact]) => {
      const target = targets.get(key);
      return target === undefined ? [] : [[key, { ...fact, target }]];
    }),
  );
}
