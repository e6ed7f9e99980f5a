/** What a package calls its things: the stories name them by id, and the same helpers play any app. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/server.mjs';

/** The words of a label. */
const wordsOf = (locale) => (label) => label?.[locale] ?? '';

/** Reads a package folder. */
export function packageIn(folder, locale = 'zh-CN') {
  const words = wordsOf(locale);
  const read = (path) => JSON.parse(readFileSync(join(root, folder, path), 'utf8'));
  const all = (kind) => (existsSync(join(root, folder, kind)) ? readdirSync(join(root, folder, kind)).map((file) => read(join(kind, file))) : []);
  const app = read('app.json');
  const dictionaries = new Map(all('dictionaries').map((one) => [one.id, one.options]));
  const forms = new Map(all('forms').map((form) => [form.id, formOf(app.id, form, dictionaries, words)]));
  const flows = new Map(all('flows').map((flow) => [flow.id, flow]));
  const named = (kind) => new Map(all(kind).map((one) => [one.id, words(one.label)]));
  return {
    id: app.id,
    label: words(app.label),
    form: (id) => found(forms, id),
    /** The words of a step; its form is the flow's. */
    step: (flow, node) => {
      const { form, nodes } = found(flows, flow);
      const step = found(new Map(nodes.map((one) => [one.id, one])), node);
      return { label: words(step.label), kind: step.kind, form: found(forms, form) };
    },
    report: (id) => found(named('reports'), id),
    print: (id) => found(named('prints'), id),
    dashboard: (id) => ({ label: found(named('dashboards'), id), path: `/apps/${app.id}/dashboards/${id}` }),
  };
}

function formOf(app, form, dictionaries, words) {
  const fields = new Map(form.fields.map((one) => [one.id, fieldOf(one, dictionaries, words)]));
  return { app, id: form.id, label: words(form.label), path: `/apps/${app}/forms/${form.id}`, field: (id) => found(fields, id) };
}

function fieldOf(field, dictionaries, words) {
  const options = new Map(optionsOf(field.options ?? dictionaries.get(field.dictionary) ?? [], words));
  const columns = new Map((field.fields ?? []).map((one) => [one.id, fieldOf(one, dictionaries, words)]));
  return { id: field.id, kind: field.kind, label: words(field.label), help: words(field.help), option: (id) => found(options, id), column: (id) => found(columns, id) };
}

/** Options with those below them. */
function optionsOf(options, words) {
  return options.flatMap((option) => [[option.id, words(option.label)], ...optionsOf(option.children ?? [], words)]);
}

function found(things, id) {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`the package has no «${id}», only ${[...things.keys()].join(', ')}`);
  return thing;
}
