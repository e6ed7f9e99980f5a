/** What a person wants of the app, as the server takes it: whatever is not named stays as proposed. */

export interface FieldDecision {
  leave_out?: boolean;
  label?: string;
  kind?: string;
  required?: boolean;
}

export interface FormDecision {
  leave_out?: boolean;
  without_print?: boolean;
  label?: string;
  fields?: Readonly<Record<string, FieldDecision>>;
}

export interface Wishes {
  id?: string;
  label?: string;
  review?: boolean;
  without_rows?: boolean;
  decisions?: { forms: Readonly<Record<string, FormDecision>> };
}

/** Below this a decision is one to look at. */
export const sure = 0.75;

export function formDecision(wishes: Wishes, form: string): FormDecision {
  return wishes.decisions?.forms[form] ?? {};
}

export function decideForm(wishes: Wishes, form: string, change: FormDecision): Wishes {
  const forms = wishes.decisions?.forms ?? {};
  return { ...wishes, decisions: { forms: { ...forms, [form]: { ...forms[form], ...change } } } };
}

export function fieldDecision(wishes: Wishes, form: string, path: string): FieldDecision {
  return formDecision(wishes, form).fields?.[path] ?? {};
}

export function decideField(wishes: Wishes, form: string, path: string, change: FieldDecision): Wishes {
  const fields = formDecision(wishes, form).fields ?? {};
  return decideForm(wishes, form, { fields: { ...fields, [path]: { ...fields[path], ...change } } });
}
