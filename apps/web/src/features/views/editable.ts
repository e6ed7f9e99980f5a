/** Which fields can be changed in a list. The server decides again for each record. */
import type { FormKnown } from '@/api';
import { controlOf } from '@/controls';
import type { FieldDescription } from '@/engine';

export function isEditable(known: FormKnown, field: FieldDescription | null): field is FieldDescription {
  if (field === null || field.origin !== 'entered' || field.settings['readonly'] === true) return false;
  const control = controlOf(field.kind);
  if (control === undefined || control.draws === true || control.unseen?.(field) === true || field.columns.length > 0) return false;
  return known.detail.rights.update?.[field.id] === 'write';
}

export function editableFields(known: FormKnown): readonly FieldDescription[] {
  return known.description.fields.filter((field) => isEditable(known, field));
}
