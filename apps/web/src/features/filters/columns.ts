/** What a list can show, filter and sort: the fields of the form, and those that every record has. */
import { controlOf, filterOf, type FilterKind } from '@/controls';
import type { Description, FieldDescription, Option } from '@/engine';
import type { FieldAccess } from '@/api';
import { textOf, type Label } from '@/i18n';

/** How values are compared: as their control says, as one of several references, or by who took part. */
export type Way = FilterKind | 'references' | 'involved';

export interface Column {
  id: string;
  label: Label;
  filter: Way;
  figures: boolean;
  options: readonly Option[];
  /** The field of the form; none for what every record has. */
  field: FieldDescription | null;
  /** Whether a reference points to people. */
  people: boolean;
  /** Whether a reference points to departments. */
  departments: boolean;
}

type Translate = (key: string) => string;

function plainOption(id: string, label: string): Option {
  return { id, label, tone: 'neutral', retired: false, parent: null, leaf: true };
}

function systemColumns(t: Translate): readonly Column[] {
  const base = { figures: false, options: [], field: null, people: false, departments: false };
  const states = [
    plainOption('running', t('flow.running')),
    plainOption('completed', t('flow.completed')),
    plainOption('rejected', t('flow.rejected')),
    plainOption('returned', t('flow.returned')),
    plainOption('withdrawn', t('flow.withdrawn')),
    plainOption('suspended', t('flow.suspended')),
    plainOption('terminated', t('flow.terminated')),
  ];
  return [
    { ...base, id: '_flow', label: t('filters.system.flow'), filter: 'choice', options: states },
    { ...base, id: '_due', label: t('filters.system.due'), filter: 'instant' },
    { ...base, id: '_created_at', label: t('filters.system.created_at'), filter: 'instant' },
    { ...base, id: '_created_by', label: t('filters.system.created_by'), filter: 'reference', people: true },
    { ...base, id: '_department', label: t('filters.system.department'), filter: 'reference', departments: true },
    { ...base, id: '_updated_at', label: t('filters.system.updated_at'), filter: 'instant' },
    { ...base, id: '_updated_by', label: t('filters.system.updated_by'), filter: 'reference', people: true },
  ];
}

/** How a field is filtered follows from its control, and for a computed one from the type of its result. */
function wayOf(field: FieldDescription, kind: FilterKind): Way {
  if (kind === 'reference' && field.several) return 'references';
  if (field.kind !== 'computed') return kind;
  const byType: Readonly<Record<string, FilterKind>> = { number: 'number', text: 'text', bool: 'bool', date: 'date', instant: 'instant' };
  return byType[field.type] ?? 'none';
}

function columnOf(field: FieldDescription, masked: boolean): Column {
  const control = controlOf(field.kind);
  return {
    id: field.id,
    label: field.label,
    filter: masked || field.settings['store'] === 'live' ? 'none' : wayOf(field, filterOf(control, field)),
    figures: control?.figures === true && wayOf(field, 'number') === 'number',
    options: field.options,
    field,
    people: field.target === 'user',
    departments: field.target === 'department',
  };
}

/** All columns; a masked field is shown but never filtered or sorted. */
export function columnsOf(description: Description, rights: Readonly<Record<string, FieldAccess>>, t: Translate): readonly Column[] {
  return [...description.fields.map((field) => columnOf(field, rights[field.id] === 'mask')), ...systemColumns(t)];
}

function labelled(table: Label, column: Label): Label {
  const both = (locale: 'zh-CN' | 'en'): string => `${textOf(table, locale)} · ${textOf(column, locale)}`;
  return { 'zh-CN': both('zh-CN'), en: both('en') };
}

/** What conditions can speak of: all that is compared, the columns of sub-tables, and who took part. */
export function comparable(columns: readonly Column[], t: Translate): readonly Column[] {
  const inside = (table: Column): readonly Column[] =>
    (table.field?.columns ?? []).map((field) => ({ ...columnOf(field, false), id: `${table.id}.${field.id}`, label: labelled(table.label, field.label) }));
  const involved: Column = { id: '_id', label: t('filters.involved'), filter: 'involved', figures: false, options: [], field: null, people: true, departments: false };
  return [...columns.flatMap((column) => [column, ...inside(column)]), involved].filter((column) => column.filter !== 'none');
}

/** The step at which a record stands, among these. */
export function stepColumn(steps: readonly { id: string; label: string }[], t: Translate): Column {
  return { id: '_node', label: t('filters.node'), filter: 'choice', figures: false, options: steps.map(({ id, label }) => plainOption(id, label)), field: null, people: false, departments: false };
}
