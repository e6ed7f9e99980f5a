import { Model } from 'survey-core';
import { translate } from './workloads.mjs';

/** SurveyJS: expressions are run again until nothing changes. */
export function surveyjs({ form }, values) {
  const visible = new Map((form.logic ?? []).map((rule) => [rule.target, rule.formula]));
  const inForm = (formula) => translate(formula, { field: (id) => `{${id}}`, total: (table, column) => `sumInArray({${table}}, '${column}')` });
  const inRow = (formula) => translate(formula, { field: (id) => `{row.${id}}` });
  const question = (field, write) => {
    const shown = visible.has(field.id) ? { visibleIf: write(visible.get(field.id)) } : {};
    const named = { name: field.id, ...(field.required ? { isRequired: true } : {}), ...shown };
    if (field.kind === 'computed') return { ...named, type: 'expression', cellType: 'expression', expression: write(field.formula) };
    if (field.kind === 'sub_table')
      return { ...named, type: 'matrixdynamic', rowCount: 0, maxRowCount: field.max_rows, columns: field.fields.map((column) => question(column, inRow)) };
    const input = field.kind === 'number' ? { inputType: 'number', ...(field.min === undefined ? {} : { min: field.min }) } : {};
    return { ...named, type: 'text', cellType: 'text', ...input };
  };
  const survey = new Model({ elements: form.fields.map((field) => question(field, inForm)) });
  survey.data = values;
  const tables = form.fields.filter((field) => field.kind === 'sub_table');
  // The rows of a table are made when they are first asked for, as a page that shows them does.
  tables.forEach((table) => survey.getQuestionByName(table.id).visibleRows);
  return {
    edit(path, value) {
      const [table, row, column] = path.split('/');
      if (column === undefined) survey.setValue(path, value);
      else survey.getQuestionByName(table).visibleRows[Number(row)].getQuestionByName(column).value = value;
    },
    read(path) {
      const [table, row, column] = path.split('/');
      return column === undefined ? survey.getValue(path) : survey.getValue(table)?.[Number(row)]?.[column];
    },
  };
}
