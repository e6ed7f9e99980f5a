import { DeadlineChip, Person, StateTag } from '@/components';
import { controlOf } from '@/controls';
import { asText } from '@/controls/shared/values';
import { useFormat } from '@/i18n/format';
import type { Column } from '@/features/filters';

interface ValueProps {
  column: Column;
  values: Readonly<Record<string, unknown>>;
  names: Readonly<Record<string, string>>;
  zone: string;
}

/** A value in a list, on one line. */
export function Value({ column, values, names, zone }: ValueProps) {
  const format = useFormat(zone);
  const value = values[column.id] ?? null;
  if (value === null) return null;
  if (column.field !== null) {
    const control = controlOf(column.field.kind);
    return control === undefined ? null : <control.Display field={column.field} value={value} names={names} compact />;
  }
  if (column.id === '_flow') return <StateTag state={asText(value)} />;
  if (column.id === '_due') return <DeadlineChip due={asText(value)} since={asText(values['_created_at'])} zone={zone} />;
  if (column.filter === 'instant') return <span title={format.moment(asText(value))}>{format.ago(asText(value))}</span>;
  const name = names[asText(value)] ?? '';
  return column.people && name !== '' ? <Person name={name} /> : <span>{name}</span>;
}
