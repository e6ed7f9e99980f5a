import { isText } from '@/api/narrow';
import type { Description, FieldDescription } from '@/engine';
import type { Layout } from '@/generated/definition';
import { fieldsOf } from './layout';

/** The field whose value counts instead of the calculated one while it holds something. */
export function overrulerOf(field: FieldDescription): string | undefined {
  const by = field.settings['overruled_by'];
  return isText(by) ? by : undefined;
}

/** The fields of a layout that are filled in where the calculated value stands, and so have no place of their own. */
export function overrulersIn(description: Description, layout: Layout): ReadonlySet<string> {
  const placed = new Set(fieldsOf(layout.children));
  return new Set(description.fields.filter((field) => placed.has(field.id)).flatMap((field) => overrulerOf(field) ?? []));
}
