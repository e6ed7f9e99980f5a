import { createForm } from '@formily/core';
import { translate } from './workloads.mjs';

/** Formily: every field watches what its reactions read. */
export function formily({ form }, values) {
  const engine = createForm({ initialValues: structuredClone(values), validateFirst: true });
  const visible = new Map((form.logic ?? []).map((rule) => [rule.target, rule.formula]));
  const compiled = (formula, field) => {
    const total = (table, column) => `(values.${table}.reduce((sum, row) => sum + row.${column}, 0))`;
    return new Function('values', 'row', `return ${translate(formula, { field, total })}`);
  };
  const inForm = (formula) => compiled(formula, (id) => `values.${id}`);
  const inRow = (formula) => compiled(formula, (id) => `row.${id}`);
  const make = (field, basePath, row, write) => {
    const reactions = [];
    if (field.kind === 'computed') {
      const answer = write(field.formula);
      reactions.push((made) => (made.value = answer(engine.values, row?.())));
    }
    if (visible.has(field.id)) {
      const shows = write(visible.get(field.id));
      reactions.push((made) => (made.visible = shows(engine.values)));
    }
    const validator = field.min === undefined ? undefined : { minimum: field.min };
    engine.createField({ name: field.id, basePath, required: field.required === true, validator, reactions });
  };
  for (const field of form.fields) {
    if (field.kind !== 'sub_table') {
      make(field, '', undefined, inForm);
      continue;
    }
    engine.createArrayField({ name: field.id });
    values[field.id].forEach((_, index) => {
      engine.createObjectField({ name: String(index), basePath: field.id });
      field.fields.forEach((column) => make(column, `${field.id}.${index}`, () => engine.values[field.id][index], inRow));
    });
  }
  const dotted = (path) => path.replaceAll('/', '.');
  return {
    edit: (path, value) => engine.setValuesIn(dotted(path), value),
    read: (path) => engine.getValuesIn(dotted(path)),
  };
}
