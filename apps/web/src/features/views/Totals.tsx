import { useTranslation } from 'react-i18next';
import { controlOf } from '@/controls';
import type { Column } from '@/features/filters';
import type { ViewTotal } from '@/generated/definition';
import { useFormat } from '@/i18n/format';
import styles from './views.module.css';

interface TotalsProps {
  columns: readonly Column[];
  totals: readonly ViewTotal[];
  values: readonly unknown[];
}

interface TotalProps {
  column: Column | undefined;
  total: ViewTotal;
  value: unknown;
}

/** A total with what it is; sums, smallest and largest look like the values of the field. */
export function Total({ column, total, value }: TotalProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null || value === undefined) return null;
  const field = column?.field ?? null;
  const control = field === null ? undefined : controlOf(field.kind);
  const likeField = ['sum', 'min', 'max'].includes(total.aggregate) && field !== null && control !== undefined;
  const plain = typeof value === 'number' ? format.number(value) : String(value);
  return (
    <span className={styles['total']}>
      <span className={styles['faint']}>{t(`views.aggregate.${total.aggregate}`)}</span>{' '}
      {likeField ? <control.Display field={field} value={value} names={{}} compact /> : plain}
    </span>
  );
}

/** The totals below their columns. */
export function Totals({ columns, totals, values }: TotalsProps) {
  return columns.map((column) => (
    <td key={column.id} className={column.figures ? styles['figures'] : undefined}>
      {totals.map((total, index) => (total.field === column.id ? <Total key={total.aggregate} column={column} total={total} value={values[index]} /> : null))}
    </td>
  ));
}
