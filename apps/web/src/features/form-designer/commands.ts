import { isObject, listIn, textIn, type Json } from '@/api';
import { objectsIn, replaceIn, withKey } from '@/definition';

/** The commands of the form designer: each takes a definition and gives the next one. */

function idsOf(form: Json): ReadonlySet<string> {
  const own = objectsIn(form, 'fields').flatMap((field) => [field, ...objectsIn(field, 'fields')]);
  return new Set([...own.map((field) => textIn(field, 'id') ?? ''), ...listIn(form, 'retired').filter((id) => typeof id === 'string')]);
}

/** An id that nobody has and had: from the English words of the label, else from the kind. */
export function newId(form: Json, words: string): string {
  const taken = idsOf(form);
  const base = words.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '').slice(0, 30) || 'field';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${String(number)}`)) return `${base}_${String(number)}`;
}

type Node = Json;
type Nodes = readonly Node[];

/** What stands below a part: its own parts, or those of its pages. */
function listsBelow(node: Node): readonly Nodes[] {
  if (Array.isArray(node['pages'])) return objectsIn(node, 'pages').map((page) => objectsIn(page, 'children'));
  return Array.isArray(node['children']) ? [objectsIn(node, 'children')] : [];
}

/** The part with other lists below it. */
function withLists(node: Node, lists: readonly Nodes[]): Node {
  if (Array.isArray(node['pages'])) return { ...node, pages: objectsIn(node, 'pages').map((page, at) => ({ ...page, children: lists[at] ?? [] })) };
  return { ...node, children: lists[0] ?? [] };
}

/** Puts a field behind another in a layout, wherever that one stands. */
function placed(nodes: Nodes, field: string, after: string | null): Nodes | null {
  const at = nodes.findIndex((node) => node['kind'] === 'field' && node['field'] === after);
  if (at >= 0) return [...nodes.slice(0, at + 1), { kind: 'field', field }, ...nodes.slice(at + 1)];
  for (const [index, node] of nodes.entries()) {
    const lists = listsBelow(node);
    for (const [list, below] of lists.entries()) {
      const changed = placed(below, field, after);
      if (changed !== null) return nodes.map((one, place) => (place === index ? withLists(one, lists.map((other, number) => (number === list ? changed : other))) : one));
    }
  }
  return null;
}

/** Puts a field at the end of the last part that holds fields. */
function appended(nodes: Nodes, field: string): Nodes {
  const last = nodes.findLastIndex((node) => listsBelow(node).length > 0);
  if (last < 0) return [...nodes, { kind: 'field', field }];
  return nodes.map((node, index) => {
    if (index !== last) return node;
    const lists = listsBelow(node);
    return withLists(node, lists.map((list, at) => (at === lists.length - 1 ? appended(list, field) : list)));
  });
}

function without(nodes: Nodes, field: string): Nodes {
  return nodes.flatMap((node) => {
    if (node['kind'] === 'field') return node['field'] === field ? [] : [node];
    const lists = listsBelow(node);
    return lists.length === 0 ? [node] : [withLists(node, lists.map((list) => without(list, field)))];
  });
}

function inLayouts(form: Json, change: (nodes: Nodes) => Nodes, kinds?: readonly string[]): Json {
  const layouts = objectsIn(form, 'layouts');
  if (layouts.length === 0) return form;
  const changed = layouts.map((layout) => (kinds === undefined || kinds.includes(String(layout['kind'])) ? { ...layout, children: change(objectsIn(layout, 'children')) } : layout));
  return { ...form, layouts: changed };
}

/** A new field behind another, or at the end. Public layouts stay as they are: what is public is chosen on purpose. */
export function addField(form: Json, field: Json, after: string | null): Json {
  const fields = objectsIn(form, 'fields');
  const at = fields.findIndex((one) => one['id'] === after);
  const next = at < 0 ? [...fields, field] : [...fields.slice(0, at + 1), field, ...fields.slice(at + 1)];
  const id = String(field['id']);
  return inLayouts({ ...form, fields: next }, (nodes) => placed(nodes, id, after) ?? appended(nodes, id), ['desktop', 'phone']);
}

export function changeField(form: Json, id: string, field: Json): Json {
  return { ...form, fields: replaceIn(objectsIn(form, 'fields'), id, field) };
}

/** The fields in the order in which the desk layout shows them. */
export function orderOf(form: Json): readonly string[] {
  const desk = objectsIn(form, 'layouts').find((layout) => layout['kind'] === 'desktop');
  const all = objectsIn(form, 'fields').map((field) => String(field['id']));
  if (desk === undefined) return all;
  const seen: string[] = [];
  const walk = (nodes: Nodes): void => {
    for (const node of nodes) {
      if (node['kind'] === 'field' && typeof node['field'] === 'string') seen.push(node['field']);
      else for (const list of listsBelow(node)) walk(list);
    }
  };
  walk(objectsIn(desk, 'children'));
  return [...seen, ...all.filter((id) => !seen.includes(id))];
}

/** Moves a field behind another (`null`: to the front) in the data model and in the layouts. */
export function moveField(form: Json, id: string, after: string | null): Json {
  const fields = objectsIn(form, 'fields');
  const field = fields.find((one) => one['id'] === id);
  if (field === undefined || id === after) return form;
  const rest = fields.filter((one) => one['id'] !== id);
  const at = after === null ? -1 : rest.findIndex((one) => one['id'] === after);
  const moved = { ...form, fields: [...rest.slice(0, at + 1), field, ...rest.slice(at + 1)] };
  return inLayouts(
    moved,
    (nodes) => {
      const taken = without(nodes, id);
      return (after === null ? fronted(taken, id) : placed(taken, id, after)) ?? appended(taken, id);
    },
    ['desktop', 'phone'],
  );
}

function fronted(nodes: Nodes, field: string): Nodes {
  const [first, ...rest] = nodes;
  const lists = first === undefined ? [] : listsBelow(first);
  if (first === undefined || lists.length === 0) return [{ kind: 'field', field }, ...nodes];
  return [withLists(first, lists.map((list, at) => (at === 0 ? fronted(list, field) : list))), ...rest];
}

/** Takes a field out of use: its id is never used again, its column and values stay. */
export function retireField(form: Json, id: string): Json {
  const fields = replaceIn(objectsIn(form, 'fields'), id, null);
  const logic = objectsIn(form, 'logic').filter((rule) => String(rule['target']).split('.')[0] !== id);
  const views = objectsIn(form, 'views').map((view) => ({ ...view, columns: listIn(view, 'columns').filter((column) => column !== id) }));
  const retired = [...listIn(form, 'retired'), id];
  let next: Json = { ...form, fields };
  if (Array.isArray(form['logic'])) next = withKey(next, 'logic', logic.length === 0 ? undefined : logic);
  if (Array.isArray(form['views'])) next = { ...next, views };
  return inLayouts({ ...next, retired }, (nodes) => without(nodes, id));
}

/** Settings that some kinds cannot do without; all others are for the person to choose. */
const needed: readonly string[] = ['options', 'fields', 'to', 'form', 'formula', 'result'];

/** What a new field of a kind begins with: the settings of the registry's example that it cannot do without. */
export function fieldOf(form: Json, kind: string, label: Json, example: unknown): Json {
  const words = textIn(label, 'en') ?? kind;
  const settings = isObject(example) ? Object.fromEntries(Object.entries(example).filter(([key]) => (kind === 'auto_number' ? ['pattern'] : needed).includes(key))) : {};
  return { id: newId(form, words), kind, label, ...settings };
}
