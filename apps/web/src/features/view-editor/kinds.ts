/** Kinds of views: what each needs, and what of a view goes with its kind. */
import type { Column } from '@/features/filters';
import type { View, ViewKind } from '@/generated/definition';

export const viewKinds: readonly ViewKind[] = ['table', 'board', 'calendar', 'gallery', 'tree'];

/** The fields that can place records in a view of a kind. */
export function placing(kind: ViewKind, columns: readonly Column[], form: string): readonly Column[] {
  const fields = columns.filter((column) => column.field !== null);
  switch (kind) {
    case 'table':
      return [];
    case 'board':
      return fields.filter((column) => column.filter === 'choice' && column.field?.several !== true);
    case 'calendar':
      return columns.filter((column) => column.filter === 'date' || column.filter === 'instant');
    case 'gallery':
      return fields.filter(({ field }) => field !== null && (field.type === 'file' || field.settings['camera'] !== undefined || /photo|upload|sketch|signature/.test(field.kind)));
    case 'tree':
      return fields.filter(({ field }) => field !== null && !field.several && typeof field.target === 'object' && field.target?.form === form);
  }
}

const empty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0) || (typeof value === 'object' && Object.keys(value).length === 0);

/** The view with some of it changed; what is as it is by default, or has no use in its kind, is left out. */
export function changedBy(view: View, part: Partial<View>): View {
  const next: View = { ...view, ...part };
  const kind = next.kind ?? 'table';
  const useless = new Set<string>([
    ...(kind === 'table' ? ['kind', 'by'] : ['groups', 'frozen', 'widths']),
    ...(kind === 'calendar' ? [] : ['until']),
    ...(kind === 'table' || kind === 'board' ? [] : ['totals']),
    ...(kind === view.kind || part.kind === undefined ? [] : ['by', 'until'].filter((key) => !(key in part))),
    ...((next.frozen ?? 0) === 0 ? ['frozen'] : []),
  ]);
  const { id, label, columns, ...rest } = next;
  const kept = Object.fromEntries(Object.entries(rest).filter(([key, value]) => !useless.has(key) && !empty(value)));
  const widths = Object.fromEntries(Object.entries(next.widths ?? {}).filter(([field]) => columns.includes(field)));
  const tones = (next.tones ?? []).filter(({ field }) => field === undefined || field === null || columns.includes(field));
  return {
    ...kept,
    id,
    label,
    columns,
    ...('widths' in kept && Object.keys(widths).length > 0 ? { widths } : {}),
    ...('widths' in kept && Object.keys(widths).length === 0 ? { widths: {} } : {}),
    ...('tones' in kept ? { tones } : {}),
    ...('frozen' in kept ? { frozen: Math.min(next.frozen ?? 0, columns.length) } : {}),
  };
}
