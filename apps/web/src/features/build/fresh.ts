import type { Json } from '@/api/narrow';
import { idOfWords } from '@/definition';

/** What a new object is about, beyond its name. */
interface Wanted {
  id: string;
  label: Json;
  /** The form it belongs to, for kinds that belong to one. */
  form: string;
}

interface Fresh {
  /** Whether it belongs to a form. */
  ofForm: boolean;
  make: (wanted: Wanted, both: Both) => Json;
}

/** A word of a new object in both languages. */
type Both = (word: 'name' | 'submit' | 'approve' | 'end' | 'refuse' | 'count' | 'option' | 'received' | 'ask') => Json;

const hours = ['09:00-12:00', '13:30-18:00'];

/** What each kind of objects begins with: as little as is complete. */
const fresh: Readonly<Record<string, Fresh>> = {
  form: { ofForm: false, make: (_, both) => ({ fields: [{ id: 'name', kind: 'text', label: both('name'), required: true }], title_field: 'name' }) },
  flow: {
    ofForm: true,
    make: ({ form }, both) => ({
      form,
      nodes: [
        { id: 'start', kind: 'start', label: both('submit') },
        { id: 'check', kind: 'approve', label: both('approve'), assign: [{ by: 'department_head' }] },
        { id: 'done', kind: 'end', label: both('end') },
      ],
      edges: [
        { id: 'submitted', from: 'start', to: 'check' },
        { id: 'checked', from: 'check', to: 'done' },
      ],
    }),
  },
  rule: { ofForm: true, make: ({ form }, both) => ({ form, on: ['before_create', 'before_update'], actions: [{ kind: 'refuse', message: both('refuse') }], when: 'FALSE' }) },
  report: { ofForm: true, make: ({ form }, both) => ({ dataset: form, measures: [{ id: 'count', label: both('count'), aggregate: 'count' }], chart: { kind: 'number_card' } }) },
  dashboard: { ofForm: false, make: () => ({ widgets: [] }) },
  print: { ofForm: true, make: ({ form, label }) => ({ form, bands: [{ kind: 'page_header', elements: [{ kind: 'text', text: label, style: { align: 'center', bold: true, size: 16 } }] }, { kind: 'page_footer', elements: [{ kind: 'page_number', style: { align: 'center', size: 8 } }] }] }) },
  role: { ofForm: false, make: () => ({ grants: [] }) },
  dictionary: { ofForm: false, make: (_, both) => ({ options: [{ id: 'option_1', label: both('option') }] }) },
  calendar: { ofForm: false, make: () => ({ week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, hours])), makeup_hours: hours }) },
  connector: { ofForm: false, make: ({ id }, both) => ({ address: `${id}_address`, operations: [{ id: 'ask', label: both('ask'), method: 'GET', path: '/' }] }) },
  message: { ofForm: true, make: ({ form, label }) => ({ form, channels: ['in_app'], subject: label }) },
  menu: { ofForm: false, make: () => ({ items: [] }) },
  portal: { ofForm: true, make: ({ form }, both) => ({ form, fields: ['name'], states: [{ id: 'received', label: both('received'), when: 'TRUE' }] }) },
  scenario: { ofForm: true, make: ({ form }) => ({ now: '2026-03-02T01:00:00Z', people: { ann: { roles: [] } }, steps: [{ do: 'create', by: 'ann', form, as: 'first', values: {} }] }) },
};

/** The kinds of which a builder can make new ones, in the order of the overview. */
export const creatable: readonly string[] = Object.keys(fresh);

export function belongsToForm(kind: string): boolean {
  return fresh[kind]?.ofForm === true;
}

/** A new object of a kind. */
export function freshObject(kind: string, wanted: Wanted, both: Both): Json {
  return { format: 1, id: wanted.id, label: wanted.label, ...fresh[kind]?.make(wanted, both) };
}

/** An id from the English name where it has letters, else from the kind and a number; no other object of the kind has it. */
export function idFor(kind: string, words: string, taken: ReadonlySet<string>): string {
  const named = idOfWords(words);
  const base = named === '' ? kind : named;
  for (let number = named === '' ? 1 : 0; ; number += 1) {
    const id = number === 0 ? base : `${base}_${String(number)}`;
    if (!taken.has(id)) return id;
  }
}

/** The form for the menus and for whoever builds the app: what nobody may open would seem lost. */
export function openedForBuilders(kind: string, definition: Json, form: string): Json | null {
  if (kind === 'role' && definition['build'] === true) {
    const grants = Array.isArray(definition['grants']) ? definition['grants'] : [];
    const actions = ['read', 'create', 'update', 'delete', 'export', 'print', 'comment'];
    return { ...definition, grants: [...grants, { form, actions, rows: 'all' }] };
  }
  if (kind === 'menu') {
    const items = Array.isArray(definition['items']) ? definition['items'] : [];
    return { ...definition, items: [...items, { kind: 'form', form }] };
  }
  return null;
}
