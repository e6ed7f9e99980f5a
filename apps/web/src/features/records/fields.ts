/** What a list can show, filter and sort: the fields of the form, and those that every record has. */
import { controlOf, filterOf, type FilterKind } from '@/controls';
import type { Description, FieldDescription, Option } from '@/engine';
import type { FieldAccess } from '@/api';
import type { Label } from '@/i18n';

export interface Column {
  id: string;
  label: Label;
  filter: FilterKind;
  figures: boolean;
  options: readonly Option[];
  /** The field of the form; none for what every record has. */
  field: FieldDescription | null;
  /** Whether a reference points to people. */
  people: boolean;
}

type Translate = (key: string) => string;

function plainOption(id: string, label: string): Option {
  return { id, label, tone: 'neutral', retired: false, parent: null, leaf: true };
}

function systemColumns(t: Translate): readonly Column[] {
  const base = { figures: false, options: [], field: null, people: false };
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
    { ...base, id: '_flow', label: t('records.system.flow'), filter: 'choice', options: states },
    { ...base, id: '_due', label: t('records.system.due'), filter: 'instant' },
    { ...base, id: '_created_at', label: t('records.system.created_at'), filter: 'instant' },
    { ...base, id: '_created_by', label: t('records.system.created_by'), filter: 'reference', people: true },
    { ...base, id: '_department', label: t('records.system.department'), filter: 'none' },
    { ...base, id: '_updated_at', label: t('records.system.updated_at'), filter: 'instant' },
    { ...base, id: '_updated_by', label: t('records.system.updated_by'), filter: 'reference', people: true },
  ];
}

/** How a computed field is filtered follows from the type of its result. */
function filterKindOf(field: FieldDescription, kind: FilterKind): FilterKind {
  if (field.kind !== 'computed') return kind;
  const byType: Readonly<Record<string, FilterKind>> = { number: 'number', text: 'text', bool: 'bool', date: 'date', instant: 'instant' };
  return byType[field.type] ?? 'none';
}

/** All columns; a masked field is shown but never filtered or sorted. */
export function columnsOf(description: Description, rights: Readonly<Record<string, FieldAccess>>, t: Translate): readonly Column[] {
  const own = description.fields.map((field): Column => {
    const control = controlOf(field.kind);
    const masked = rights[field.id] === 'mask' || field.settings['store'] === 'live';
    return {
      id: field.id,
      label: field.label,
      filter: masked ? 'none' : filterKindOf(field, filterOf(control, field)),
      figures: control?.figures === true && filterKindOf(field, 'number') === 'number',
      options: field.options,
      field,
      people: field.target === 'user',
    };
  });
  return [...own, ...systemColumns(t)];
}
