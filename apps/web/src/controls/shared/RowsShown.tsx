import { useTranslation } from 'react-i18next';
import { isObject } from '@/api/narrow';
import { useText } from '@/i18n';
import type { DisplayProps } from '../define';
import { controlOf } from '../registry';
import styles from './related.module.css';

/** Rows to read, one card each. */
export function RowsShown({ value, field, names, compact }: DisplayProps) {
  const { t } = useTranslation();
  const text = useText();
  const rows = Array.isArray(value) ? value.filter(isObject) : [];
  if (compact === true) return <span>{t('form.rows', { count: rows.length })}</span>;
  return (
    <ul className={styles['cards']}>
      {rows.map((row, index) => (
        <li key={String(row['_id'] ?? index)} className={styles['group']}>
          <div className={styles['grid']} data-columns={2}>
            {field.columns.map((column) => {
              const control = controlOf(column.kind);
              return control === undefined ? null : (
                <span key={column.id} className={styles['fact']}>
                  <span className={styles['none']}>{text(column.label)}</span>
                  <control.Display field={column} value={row[column.id] ?? null} names={names} />
                </span>
              );
            })}
          </div>
        </li>
      ))}
    </ul>
  );
}
