import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { objectsIn, replaceIn, withKey } from '@/definition';
import { freeId, newId, partIds } from './ids';
import { allLists, changeNode, fieldsOf, idIn, insertAt, isKey, layoutOf, listAt, listsOf, mayStand, nodesOf, outermost, stepsIn, takeOut, unwrap, type LayoutName, type Nodes, type Place } from './tree';
import { common, settingsOf } from './settings';

/** The commands of the form designer: each takes a definition and gives the next one. */

/** What is put into a form at once: fields, the rules about them, and the parts that show them. */
export interface Made {
  readonly fields: readonly Json[];
  readonly nodes: Nodes;
  readonly logic?: readonly Json[];
}

const nodeOf = (field: string): Json => ({ kind: 'field', field });

function withLayout(form: Json, kind: LayoutName, change: (nodes: Nodes) => Nodes): Json {
  const layouts = objectsIn(form, 'layouts');
  return { ...form, layouts: layouts.map((layout) => (layout['kind'] === kind ? { ...layout, children: change(objectsIn(layout, 'children')) } : layout)) };
}

/** The form with a layout of this kind: as the desk has it, else with all fields. */
export function withOwnLayout(form: Json, kind: LayoutName): Json {
  if (layoutOf(form, kind) !== undefined) return form;
  const layouts = objectsIn(form, 'layouts');
  const taken = new Set(layouts.map((layout) => String(layout['id'])));
  const children = layouts.length === 0 ? nodesOf(form, kind) : objectsIn(layoutOf(form, 'desktop') ?? layouts[0], 'children');
  return { ...form, layouts: [...layouts, { id: freeId(kind, taken), kind, children }] };
}

/** The form without its own layout for a screen. */
export function withoutLayout(form: Json, kind: LayoutName): Json {
  const left = objectsIn(form, 'layouts').filter((layout) => layout['kind'] !== kind);
  return withKey(form, 'layouts', left.length === 0 ? undefined : left);
}

/** The field before a place, at whatever depth. */
function neighbour(nodes: Nodes, place: Place): string | null {
  const inserted = insertAt(nodes, place, [{ kind: 'spacer', id: '*' }]);
  const order = stepsIn(inserted);
  const at = order.findIndex(({ key }) => key === 'part:*');
  const before = order.slice(0, at).findLast(({ key }) => isKey('field', key));
  return before === undefined ? null : idIn(before.key);
}

/** Fields behind another one in a layout, or at the end of the last part that holds fields. */
function putBehind(nodes: Nodes, fields: readonly string[], after: string | null): Nodes {
  const spot = after === null ? undefined : stepsIn(nodes).find(({ key }) => key === `field:${after}`);
  if (spot !== undefined) return insertAt(nodes, { into: spot.place.into, at: spot.place.at + 1 }, fields.map(nodeOf));
  const last = allLists(nodes).findLast((list) => list.id !== '' && list.nodes.some((node) => node['kind'] === 'field')) ?? allLists(nodes)[0];
  return insertAt(nodes, { into: last?.id ?? '', at: last?.nodes.length ?? 0 }, fields.map(nodeOf));
}

/** Whether a layout takes new fields by itself: what is public is chosen on purpose. */
const follows = (layout: Json, chosen: LayoutName): boolean => layout['kind'] !== chosen && (layout['kind'] === 'desktop' || layout['kind'] === 'phone');

/** Puts something new at a place of the chosen layout; desk and phone get its fields, too. */
export function addMade(form: Json, kind: LayoutName, place: Place, made: Made): Json {
  const shown = nodesOf(form, kind);
  const after = neighbour(shown, place);
  const fields = objectsIn(form, 'fields');
  const at = after === null ? (place.into === '' && place.at === 0 ? 0 : fields.length) : fields.findIndex((field) => field['id'] === after) + 1;
  let next: Json = { ...form, fields: [...fields.slice(0, at), ...made.fields, ...fields.slice(at)] };
  const logic = made.logic ?? [];
  if (logic.length > 0) next = { ...next, logic: [...objectsIn(form, 'logic'), ...logic] };
  const ids = made.fields.map((field) => String(field['id']));
  const bare = made.nodes.every((node) => node['kind'] === 'field');
  if (objectsIn(form, 'layouts').length === 0 && bare) return next;
  // A form without any layout gets one with the fields that it had, so that the new parts stand among them.
  const laid = objectsIn(form, 'layouts').length === 0 ? { ...next, layouts: objectsIn(withOwnLayout(form, kind), 'layouts') } : withOwnLayout(next, kind);
  const placed = withLayout(laid, kind, (nodes) => insertAt(nodes, place, made.nodes));
  return { ...placed, layouts: objectsIn(placed, 'layouts').map((layout) => (follows(layout, kind) ? { ...layout, children: putBehind(objectsIn(layout, 'children'), ids.filter((id) => !fieldsOf(objectsIn(layout, 'children')).includes(id)), after) } : layout)) };
}

export function changeField(form: Json, id: string, field: Json): Json {
  return { ...form, fields: replaceIn(objectsIn(form, 'fields'), id, field) };
}

/** Another definition of a column of a sub-table. */
export function changeColumn(form: Json, table: string, column: string, next: Json): Json {
  const field = objectsIn(form, 'fields').find((one) => one['id'] === table);
  return field === undefined ? form : changeField(form, table, { ...field, fields: replaceIn(objectsIn(field, 'fields'), column, next) });
}

/** The columns of a sub-table in their new order, with new ones. */
export function withColumns(form: Json, table: string, change: (columns: readonly Json[]) => readonly Json[]): Json {
  const field = objectsIn(form, 'fields').find((one) => one['id'] === table);
  return field === undefined ? form : changeField(form, table, { ...field, fields: change(objectsIn(field, 'fields')) });
}

/** Moves a column to a place among the columns of its table. */
export function moveColumn(form: Json, table: string, column: string, at: number): Json {
  return withColumns(form, table, (columns) => {
    const from = columns.findIndex((one) => one['id'] === column);
    const moved = columns[from];
    if (moved === undefined) return columns;
    const rest = columns.filter((one) => one !== moved);
    const to = from < at ? at - 1 : at;
    return [...rest.slice(0, to), moved, ...rest.slice(to)];
  });
}

/** The fields in the order in which the desk shows them, then those that it does not show. */
export function orderOf(form: Json, kind: LayoutName = 'desktop'): readonly string[] {
  const all = objectsIn(form, 'fields').map((field) => String(field['id']));
  const seen = new Set(fieldsOf(nodesOf(form, kind)));
  return [...seen, ...all.filter((id) => !seen.has(id))];
}

/** The fields that a layout does not show. */
export function unplaced(form: Json, kind: LayoutName): readonly string[] {
  const shown = new Set(fieldsOf(nodesOf(form, kind)));
  return objectsIn(form, 'fields').flatMap((field) => (shown.has(String(field['id'])) ? [] : [String(field['id'])]));
}

/** Whether all of these may stand in a list. */
export function mayMove(form: Json, kind: LayoutName, keys: ReadonlySet<string>, into: string): boolean {
  const nodes = nodesOf(form, kind);
  const target = listAt(nodes, into);
  if (target === undefined) return false;
  const moved = outermost(nodes, keys);
  const around = stepsIn(nodes).find(({ node }) => node['id'] === into)?.around ?? [];
  return moved.every(({ key, node }) => mayStand(node['kind'], target.inside) && idIn(key) !== into && !around.includes(key) && !listsOf(node).some((list) => list.id === into));
}

/** Moves fields and parts to a place of the layout; fields that it did not show are put into it. */
export function moveTo(form: Json, kind: LayoutName, keys: ReadonlySet<string>, place: Place): Json {
  if (!mayMove(form, kind, keys, place.into)) return form;
  const nodes = nodesOf(form, kind);
  const steps = outermost(nodes, keys).filter(({ key }) => !isKey('page', key));
  const shown = new Set(fieldsOf(nodes));
  const added = [...keys].flatMap((key) => (isKey('field', key) && !shown.has(idIn(key)) ? [nodeOf(idIn(key))] : []));
  const moved = [...steps.map(({ node }) => node), ...added];
  const before = steps.filter(({ place: from }) => from.into === place.into && from.at < place.at).length;
  const taken = takeOut(nodes, new Set(steps.map(({ key }) => key)));
  const next = insertAt(taken, { into: place.into, at: place.at - before }, moved);
  if (objectsIn(form, 'layouts').length > 0) return withLayout(withOwnLayout(form, kind), kind, () => next);
  const byId = new Map(objectsIn(form, 'fields').map((field) => [String(field['id']), field]));
  return { ...form, fields: fieldsOf(next).flatMap((id) => byId.get(id) ?? []) };
}

export type Way = 'up' | 'down' | 'into' | 'out';

/** Where a part comes to by one step; null when there is no such way. */
export function wayOf(nodes: Nodes, key: string, way: Way): Place | null {
  const steps = stepsIn(nodes);
  const step = steps.find((one) => one.key === key);
  if (step === undefined) return null;
  const siblings = listAt(nodes, step.place.into)?.nodes ?? [];
  const { into, at } = step.place;
  const holder = step.around.findLast((one) => !isKey('page', one));
  const around = steps.find((one) => one.key === holder);
  const out = (behind: boolean): Place | null => (around === undefined ? null : { into: around.place.into, at: around.place.at + (behind ? 1 : 0) });
  if (way === 'up') return at > 0 ? { into, at: at - 1 } : out(false);
  if (way === 'down') return at < siblings.length - 1 ? { into, at: at + 2 } : out(true);
  if (way === 'out') return out(true);
  const [before] = listsOf(siblings[at - 1] ?? {}).slice(-1);
  if (before !== undefined) return { into: before.id, at: before.nodes.length };
  const [behind] = listsOf(siblings[at + 1] ?? {});
  return behind === undefined ? null : { into: behind.id, at: 0 };
}

/** Takes fields out of a layout; they and their values stay. */
export function takeFromLayout(form: Json, kind: LayoutName, ids: readonly string[]): Json {
  const keys = new Set(ids.map((id) => `field:${id}`));
  return objectsIn(form, 'layouts').length === 0 ? form : withLayout(withOwnLayout(form, kind), kind, (nodes) => takeOut(nodes, keys));
}

/** Takes a part away; the fields in it stay where it stood. */
export function removePart(form: Json, kind: LayoutName, id: string): Json {
  return withLayout(form, kind, (nodes) => unwrap(nodes, `part:${id}`));
}

export function changePart(form: Json, kind: LayoutName, key: string, change: (node: Json) => Json): Json {
  return withLayout(form, kind, (nodes) => changeNode(nodes, key, change));
}

/** Another list of pages; what stood on a page that goes away comes to the page before it. */
export function changePages(form: Json, kind: LayoutName, part: string, change: (pages: readonly Json[]) => readonly Json[]): Json {
  return changePart(form, kind, `part:${part}`, (node) => {
    const before = objectsIn(node, 'pages');
    const pages = change(before);
    const lost = before.filter((page) => pages.every((one) => one['id'] !== page['id'])).flatMap((page) => objectsIn(page, 'children'));
    return { ...node, pages: pages.map((page, at) => (at === 0 && lost.length > 0 ? { ...page, children: [...objectsIn(page, 'children'), ...lost] } : page)) };
  });
}

/** A new page with an id of its own. */
export function pageFor(form: Json, kind: LayoutName, label: Json): Json {
  return { id: freeId('page', partIds(nodesOf(form, kind))), label, children: [] };
}

/** Takes fields out of use: their ids are never used again, their columns and values stay. */
export function retireFields(form: Json, ids: readonly string[]): Json {
  const gone = new Set(ids);
  const keys = new Set(ids.map((id) => `field:${id}`));
  const logic = objectsIn(form, 'logic').filter((rule) => !gone.has(String(rule['target']).split('.')[0] ?? ''));
  let next: Json = { ...form, fields: objectsIn(form, 'fields').filter((field) => !gone.has(String(field['id']))) };
  if (Array.isArray(form['logic'])) next = withKey(next, 'logic', logic.length === 0 ? undefined : logic);
  if (Array.isArray(form['views'])) next = { ...next, views: objectsIn(form, 'views').map((view) => ({ ...view, columns: listIn(view, 'columns').filter((column) => !gone.has(String(column))) })) };
  if (gone.has(textIn(form, 'title_field') ?? '')) next = withKey(next, 'title_field', undefined);
  if (Array.isArray(form['layouts'])) next = { ...next, layouts: objectsIn(form, 'layouts').map((layout) => ({ ...layout, children: takeOut(objectsIn(layout, 'children'), keys) })) };
  return { ...next, retired: [...listIn(form, 'retired'), ...ids] };
}

/** Takes columns out of a sub-table, with the rules about them. */
export function removeColumns(form: Json, table: string, columns: readonly string[]): Json {
  const gone = new Set(columns.map((column) => `${table}.${column}`));
  const logic = objectsIn(form, 'logic').filter((rule) => !gone.has(String(rule['target'])));
  const next = withColumns(form, table, (all) => all.filter((one) => !columns.includes(String(one['id']))));
  return Array.isArray(form['logic']) ? withKey(next, 'logic', logic.length === 0 ? undefined : logic) : next;
}

/** Settings that some kinds cannot do without; all others are for the person to choose. */
const needed: readonly string[] = ['options', 'fields', 'to', 'formula', 'result', 'rows', 'columns', 'picture', 'areas', 'items', 'relation', 'field', 'source', 'action', 'link', 'mask'];

/** Of these kinds the example's own word stands for something that is no need of another form. */
const ownNeeds: Readonly<Record<string, readonly string[]>> = { auto_number: ['pattern'], masked_text: ['mask'], textarea: [], bank_card: [], id_card: [], mobile: [], checkbox_group: ['options'], card_choice: ['options'] };

/** The settings of the registry's example that a field of a kind cannot do without. */
function needsOf(kind: string, example: unknown): Json {
  const keys = ownNeeds[kind] ?? needed;
  return isObject(example) ? Object.fromEntries(Object.entries(example).filter(([key]) => keys.includes(key))) : {};
}

/** What a new field of a kind begins with. */
export function fieldOf(form: Json, kind: string, label: Json, example: unknown): Json {
  const words = textIn(label, 'en') ?? kind;
  return { id: newId(form, words), kind, label, ...needsOf(kind, example) };
}

/** What a kind is to one of its fields. */
export interface KindOfField {
  readonly kind: string;
  readonly group?: string | null;
  readonly schema: unknown;
  readonly example: unknown;
}

/** The groups among whose kinds values convert; references, files and places become nothing else. */
export const convertible: ReadonlySet<string> = new Set(['text', 'number', 'time', 'choice']);

/** The field with another kind: its id, its name and what means the same there stay, so that its stored values can be converted. */
export function retyped(field: Json, from: KindOfField | undefined, to: KindOfField): Json {
  const known = isObject(to.schema) && isObject(to.schema['properties']) ? Object.keys(to.schema['properties']) : [];
  // `min` of a number and `min` of a day are two things.
  const isAkin = from?.group === to.group;
  const settings = Object.entries(settingsOf(field)).filter(([key]) => known.includes(key) && (isAkin || key === 'options' || key === 'dictionary'));
  const kept = Object.entries(field).filter(([key]) => common.includes(key) && key !== 'default' && key !== 'fields');
  const own = Object.fromEntries(settings);
  const needs = Object.entries(needsOf(to.kind, to.example)).filter(([key]) => !(key === 'options' && own['dictionary'] !== undefined));
  return { ...Object.fromEntries(needs), ...own, ...Object.fromEntries(kept), kind: to.kind };
}
