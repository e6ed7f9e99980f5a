import { textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';

/** The parts of a layout as a tree of lists, and how a list is changed. Nothing here knows of screens. */

export type Nodes = readonly Json[];

export const layoutKinds = ['desktop', 'phone', 'public'] as const;
export type LayoutName = (typeof layoutKinds)[number];

/** A place in a list: of the layout itself (`''`), of a section or grid, or of a page. */
export interface Place {
  readonly into: string;
  readonly at: number;
}

/** In what a list stands; the engine allows other parts in each. */
export type Inside = 'layout' | 'page' | 'section' | 'grid';

/** One list of parts. */
export interface List {
  readonly id: string;
  readonly inside: Inside;
  readonly nodes: Nodes;
  readonly columns: number;
}

const columnsOf = (json: Json): number => (typeof json['columns'] === 'number' ? json['columns'] : 2);

/** Parts are never changed, others take their place: what was read of one stays true, and is the same object. */
const known = new WeakMap<Json, readonly List[]>();

/** The lists below a part: its own, or those of its pages. */
export function listsOf(node: Json): readonly List[] {
  const before = known.get(node);
  if (before !== undefined) return before;
  const found = readLists(node);
  known.set(node, found);
  return found;
}

function readLists(node: Json): readonly List[] {
  const { kind } = node;
  if (kind === 'tabs' || kind === 'steps') {
    return objectsIn(node, 'pages').map((page) => ({ id: String(page['id']), inside: 'page', nodes: objectsIn(page, 'children'), columns: columnsOf(page) }));
  }
  if (kind !== 'section' && kind !== 'grid') return [];
  return [{ id: String(node['id']), inside: kind, nodes: objectsIn(node, 'children'), columns: columnsOf(node) }];
}

/** The name of a part: `field:amount`, `part:main`. */
export function keyOfNode(node: Json): string {
  return node['kind'] === 'field' ? `field:${String(node['field'])}` : `part:${String(node['id'])}`;
}

/** The id in a key, whatever it names. */
export function idIn(key: string): string {
  return key.slice(key.indexOf(':') + 1);
}

export const isKey = (sort: 'field' | 'part' | 'page' | 'column', key: string): boolean => key.startsWith(`${sort}:`);

/** The table and the column of `column:lines.price`. */
export function columnIn(key: string): { table: string; column: string } | null {
  if (!isKey('column', key)) return null;
  const [table = '', column = ''] = idIn(key).split('.');
  return { table, column };
}

export function layoutOf(form: Json, kind: LayoutName): Json | undefined {
  return objectsIn(form, 'layouts').find((layout) => layout['kind'] === kind);
}

/** The parts of layouts and the ways through them, read once of each. */
const children = new WeakMap<Json, Nodes>();
const ways = new WeakMap<Nodes, readonly Step[]>();

/** The parts of a layout; of a form without any, its fields in their order. */
export function nodesOf(form: Json, kind: LayoutName): Nodes {
  const layouts = objectsIn(form, 'layouts');
  if (layouts.length === 0) return objectsIn(form, 'fields').map((field) => ({ kind: 'field', field: String(field['id']) }));
  const layout = layoutOf(form, kind);
  if (layout === undefined) return [];
  const before = children.get(layout);
  if (before !== undefined) return before;
  const found = objectsIn(layout, 'children');
  children.set(layout, found);
  return found;
}

/** One part on the way through a layout. */
export interface Step {
  readonly key: string;
  /** The part, or the page. */
  readonly node: Json;
  /** Where it stands; pages stand at their number in their part. */
  readonly place: Place;
  readonly inside: Inside;
  readonly depth: number;
  /** The parts and pages around it, the outermost first. */
  readonly around: readonly string[];
}

/** All parts and pages of a layout from top to bottom. */
export function stepsIn(nodes: Nodes): readonly Step[] {
  const before = ways.get(nodes);
  if (before !== undefined) return before;
  const found: Step[] = [];
  const list = (below: Nodes, into: string, inside: Inside, around: readonly string[]): void => {
    for (const [at, node] of below.entries()) {
      const key = keyOfNode(node);
      found.push({ key, node, place: { into, at }, inside, depth: around.length, around });
      const pages = objectsIn(node, 'pages');
      for (const [number, one] of listsOf(node).entries()) {
        const page = pages[number];
        if (page !== undefined && one.inside === 'page') found.push({ key: `page:${one.id}`, node: page, place: { into: String(node['id']), at: number }, inside: 'layout', depth: around.length + 1, around: [...around, key] });
        list(one.nodes, one.id, one.inside, one.inside === 'page' ? [...around, key, `page:${one.id}`] : [...around, key]);
      }
    }
  };
  list(nodes, '', 'layout', []);
  ways.set(nodes, found);
  return found;
}

/** The fields of a layout from top to bottom. */
export function fieldsOf(nodes: Nodes): readonly string[] {
  return nodes.flatMap((node) => (node['kind'] === 'field' ? [textIn(node, 'field') ?? ''] : listsOf(node).flatMap((list) => fieldsOf(list.nodes))));
}

/** All lists that something can stand in, the layout itself first. */
export function allLists(nodes: Nodes): readonly List[] {
  const below = (some: Nodes): readonly List[] => some.flatMap((node) => listsOf(node).flatMap((list) => [list, ...below(list.nodes)]));
  return [{ id: '', inside: 'layout', nodes, columns: 2 }, ...below(nodes)];
}

export function listAt(nodes: Nodes, into: string): List | undefined {
  return allLists(nodes).find((list) => list.id === into);
}

/** Whether the engine takes a part of this kind in such a list. */
export function mayStand(kind: unknown, inside: Inside): boolean {
  if (kind === 'tabs' || kind === 'steps') return inside === 'layout';
  if (kind === 'section') return inside === 'layout' || inside === 'page';
  if (kind === 'grid') return inside !== 'grid';
  return true;
}

function withList(node: Json, id: string, nodes: Nodes): Json {
  if (Array.isArray(node['pages'])) return { ...node, pages: objectsIn(node, 'pages').map((page) => (page['id'] === id ? { ...page, children: nodes } : page)) };
  return { ...node, children: nodes };
}

/** Every list changed; a part in which nothing changed stays the same object. */
export function mapLists(nodes: Nodes, change: (list: List) => Nodes, self: List = { id: '', inside: 'layout', nodes, columns: 2 }): Nodes {
  const below = nodes.map((node) => {
    let next = node;
    for (const list of listsOf(node)) {
      const changed = mapLists(list.nodes, change, list);
      if (changed !== list.nodes) next = withList(next, list.id, changed);
    }
    return next;
  });
  const same = below.every((node, at) => node === nodes[at]);
  return change({ ...self, nodes: same ? nodes : below });
}

/** Puts parts into a list at a place. */
export function insertAt(nodes: Nodes, place: Place, some: Nodes): Nodes {
  return mapLists(nodes, (list) => (list.id === place.into ? [...list.nodes.slice(0, place.at), ...some, ...list.nodes.slice(place.at)] : list.nodes));
}

/** Takes parts out with all that is in them. */
export function takeOut(nodes: Nodes, keys: ReadonlySet<string>): Nodes {
  return mapLists(nodes, (list) => (list.nodes.some((node) => keys.has(keyOfNode(node))) ? list.nodes.filter((node) => !keys.has(keyOfNode(node))) : list.nodes));
}

/** Takes a part away; what is in it takes its place. */
export function unwrap(nodes: Nodes, key: string): Nodes {
  const left = (list: List, node: Json): Nodes => {
    if (keyOfNode(node) !== key) return [node];
    return listsOf(node).flatMap((below) => below.nodes.filter((one) => mayStand(one['kind'], list.inside)));
  };
  return mapLists(nodes, (list) => (list.nodes.some((node) => keyOfNode(node) === key) ? list.nodes.flatMap((node) => left(list, node)) : list.nodes));
}

/** The part with another definition. */
export function changeNode(nodes: Nodes, key: string, change: (node: Json) => Json): Nodes {
  return mapLists(nodes, (list) => (list.nodes.some((node) => keyOfNode(node) === key) ? list.nodes.map((node) => (keyOfNode(node) === key ? change(node) : node)) : list.nodes));
}

/** The keys without those that stand in another one of them, from top to bottom. */
export function outermost(nodes: Nodes, keys: ReadonlySet<string>): readonly Step[] {
  return stepsIn(nodes).filter((step) => keys.has(step.key) && !step.around.some((one) => keys.has(one)));
}
