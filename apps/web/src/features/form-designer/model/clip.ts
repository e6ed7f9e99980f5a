import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { fieldsIn } from '@/features/formula-editor';
import { addMade, withColumns } from './commands';
import { fieldIds, freeId, partIds } from './ids';
import { columnIn, fieldsOf, idIn, isKey, keyOfNode, listsOf, nodesOf, outermost, type LayoutName, type Nodes, type Place } from './tree';

/** What is copied: fields, the rules about them, the parts around them and the dictionaries that they name. */
export interface Clip {
  /** By this mark a text from the clipboard is known as ours. */
  readonly mortise: 'form-parts';
  readonly version: 1;
  readonly app: string;
  readonly form: string;
  /** Whether it was cut: put into its own form again, it is moved. */
  readonly cut: readonly string[];
  readonly fields: readonly Json[];
  readonly logic: readonly Json[];
  readonly nodes: Nodes;
  readonly dictionaries: readonly Json[];
}

interface Source {
  app: string;
  form: Json;
  layout: LayoutName;
  dictionaries: readonly Json[];
}

/** Takes a copy of what is chosen, from top to bottom; columns of sub-tables become fields of their own. */
export function pack({ app, form, layout, dictionaries }: Source, keys: ReadonlySet<string>, cut: boolean): Clip {
  const nodes = nodesOf(form, layout);
  const shown = new Set(fieldsOf(nodes));
  const columns = [...keys].flatMap((key) => columnIn(key) ?? []);
  const free = [...keys].filter((key) => isKey('field', key) && !shown.has(idIn(key))).map((key): Json => ({ kind: 'field', field: idIn(key) }));
  const whole = [...outermost(nodes, keys).flatMap(({ key, node }) => (isKey('page', key) ? [{ kind: 'section', id: node['id'], label: node['label'], columns: node['columns'] ?? 2, children: node['children'] }] : [node])), ...free];
  const ids = new Set(fieldsOf(whole));
  const all = objectsIn(form, 'fields');
  const loose = columns.flatMap(({ table, column }) => objectsIn(all.find((field) => field['id'] === table), 'fields').filter((one) => one['id'] === column));
  const fields = [...all.filter((field) => ids.has(String(field['id']))), ...loose];
  const named = new Set(fields.flatMap((field) => [field, ...objectsIn(field, 'fields')]).map((field) => textIn(field, 'dictionary')));
  return {
    mortise: 'form-parts',
    version: 1,
    app,
    form: textIn(form, 'id') ?? '',
    cut: cut ? [...keys] : [],
    fields,
    logic: objectsIn(form, 'logic').filter((rule) => ids.has(String(rule['target']).split('.')[0] ?? '')),
    nodes: [...whole, ...loose.map((field): Json => ({ kind: 'field', field: String(field['id']) }))],
    dictionaries: dictionaries.filter((one) => named.has(textIn(one, 'id'))),
  };
}

/** Reads a text from the clipboard; null when it is not ours. */
export function readClip(text: string): Clip | null {
  if (!text.includes('"form-parts"')) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(json) || json['mortise'] !== 'form-parts' || json['version'] !== 1) return null;
  return {
    mortise: 'form-parts',
    version: 1,
    app: textIn(json, 'app') ?? '',
    form: textIn(json, 'form') ?? '',
    cut: listIn(json, 'cut').filter((one) => typeof one === 'string'),
    fields: objectsIn(json, 'fields').filter((field) => textIn(field, 'id') !== undefined && textIn(field, 'kind') !== undefined),
    logic: objectsIn(json, 'logic'),
    nodes: objectsIn(json, 'nodes'),
    dictionaries: objectsIn(json, 'dictionaries'),
  };
}

type Names = ReadonlyMap<string, string>;

/** The text with other names in braces: `{old}` and `{old.column}`. */
function renamedText(text: string, names: Names): string {
  return text.replaceAll(/\{([a-z_][a-z0-9_]*)((?:\.[a-z0-9_.]+)?)\}/g, (_whole, id: string, rest: string) => `{${names.get(id) ?? id}${rest}}`);
}

/** Keys of settings that name a field of the same form, and those that hold something for each of its fields. */
const naming: ReadonlySet<string> = new Set(['relation', 'overruled_by']);
const keyed: ReadonlySet<string> = new Set(['fill', 'same']);

function renamed(json: unknown, names: Names, key = ''): unknown {
  if (typeof json === 'string') return naming.has(key) ? (names.get(json) ?? json) : renamedText(json, names);
  if (Array.isArray(json)) return json.map((one) => renamed(one, names));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [keyed.has(key) ? (names.get(name) ?? name) : name, renamed(value, names, name)]));
}

function renamedObject(json: Json, names: Names): Json {
  const next = renamed(json, names);
  return isObject(next) ? next : json;
}

/** The new names as they hold in a field: in the rows of a table its own columns go before. */
function namesFor(field: Json | undefined, names: Names): Names {
  const columns = new Set(objectsIn(field, 'fields').map((one) => String(one['id'])));
  return columns.size === 0 ? names : new Map([...names].filter(([old]) => !columns.has(old)));
}

/** Parts with ids that their new layout does not have yet, and the new names of their fields. */
function renamedNodes(nodes: Nodes, names: Names, taken: Set<string>): Nodes {
  const id = (old: unknown): string => {
    const next = freeId(typeof old === 'string' && old !== '' ? old : 'part', taken);
    taken.add(next);
    return next;
  };
  return nodes.flatMap((node): Nodes => {
    if (node['kind'] === 'field') {
      const field = names.get(String(node['field']));
      return field === undefined ? [] : [{ ...node, field }];
    }
    const next: Json = { ...node, id: id(node['id']) };
    if (Array.isArray(node['pages'])) return [{ ...next, pages: objectsIn(node, 'pages').map((page) => ({ ...page, id: id(page['id']), children: renamedNodes(objectsIn(page, 'children'), names, taken) })) }];
    return [Array.isArray(node['children']) ? { ...next, children: renamedNodes(objectsIn(node, 'children'), names, taken) } : next];
  });
}

/** A field whose dictionary is not here carries the options themselves. */
function withOptions(field: Json, clip: Clip, here: readonly Json[]): Json {
  const columns = Array.isArray(field['fields']) ? { fields: objectsIn(field, 'fields').map((one) => withOptions(one, clip, here)) } : {};
  const dictionary = textIn(field, 'dictionary');
  if (dictionary === undefined || here.some((one) => one['id'] === dictionary)) return { ...field, ...columns };
  const { dictionary: _gone, ...rest } = field;
  return { ...rest, ...columns, options: listIn(clip.dictionaries.find((one) => one['id'] === dictionary), 'options') };
}

/** Parts without what may not stand in such a list: their fields come without them. */
function standing(nodes: Nodes, fits: (node: Json) => boolean): Nodes {
  return nodes.flatMap((node) => (fits(node) ? [node] : listsOf(node).flatMap((list) => standing(list.nodes, fits))));
}

export interface Pasted {
  readonly form: Json;
  /** What was put in, to be chosen. */
  readonly keys: readonly string[];
  /** Fields that the formulas of the copy name and that are not in this form. */
  readonly missing: readonly string[];
}

/** Puts a copy in. Ids that are taken get a number; formulas, rules and settings of the copy follow. */
export function paste(form: Json, layout: LayoutName, clip: Clip, place: Place, dictionaries: readonly Json[], fits: (node: Json) => boolean = () => true): Pasted {
  const taken = new Set(fieldIds(form));
  const names = new Map<string, string>();
  for (const field of clip.fields) {
    const id = String(field['id']);
    const next = freeId(id, taken);
    taken.add(next);
    names.set(id, next);
  }
  const fields = clip.fields.map((field) => ({ ...renamedObject(withOptions(field, clip, dictionaries), namesFor(field, names)), id: names.get(String(field['id'])) ?? '' }));
  const rules = new Set(objectsIn(form, 'logic').map((rule) => String(rule['id'])));
  const logic = clip.logic.flatMap((rule): Json[] => {
    const [target = '', column] = String(rule['target']).split('.');
    const next = names.get(target);
    if (next === undefined) return [];
    const id = freeId(String(rule['id']), rules);
    rules.add(id);
    const inRow = column === undefined ? undefined : clip.fields.find((one) => one['id'] === target);
    return [{ ...renamedObject(rule, namesFor(inRow, names)), id, target: column === undefined ? next : `${next}.${column}` }];
  });
  const nodes = renamedNodes(standing(clip.nodes, fits), names, new Set(partIds(nodesOf(form, layout))));
  const next = addMade(form, layout, place, { fields, nodes, logic });
  const here = new Set(objectsIn(next, 'fields').map((field) => String(field['id'])));
  return { form: next, keys: nodes.map(keyOfNode), missing: missingIn([...fields, ...logic], here) };
}

/** Puts a copy into a sub-table: its fields become columns. */
export function pasteColumns(form: Json, table: string, clip: Clip, dictionaries: readonly Json[]): Pasted {
  const keys: string[] = [];
  const next = withColumns(form, table, (columns) => {
    const taken = new Set(columns.map((column) => String(column['id'])));
    const added = clip.fields.filter((field) => !Array.isArray(field['fields'])).map((field) => {
      const id = freeId(String(field['id']), taken);
      taken.add(id);
      keys.push(`column:${table}.${id}`);
      return { ...withOptions(field, clip, dictionaries), id };
    });
    return [...columns, ...added];
  });
  return { form: next, keys, missing: [] };
}

/** The fields that formulas name and that are nowhere. */
function missingIn(parts: readonly Json[], here: ReadonlySet<string>): readonly string[] {
  const named = (json: unknown): readonly string[] => {
    if (typeof json === 'string') return json.includes('{') ? fieldsIn(json).map((name) => name.split('.')[0] ?? '') : [];
    if (Array.isArray(json)) return json.flatMap(named);
    return isObject(json) ? Object.entries(json).flatMap(([key, value]) => (key === 'formula' || isObject(value) || Array.isArray(value) ? named(value) : [])) : [];
  };
  return [...new Set(parts.flatMap(named))].filter((name) => name !== '' && !name.startsWith('_') && !here.has(name));
}
