import { Link } from 'react-router';
import type { RecordRow } from '@/api';
import { Value } from '@/features/records';
import { useText } from '@/i18n';
import type { FaceProps } from './RecordTable';
import styles from './views.module.css';

/** The list on a phone: what names the record, its state, and the next two columns. */
export function RecordCards({ rows, face }: { rows: readonly RecordRow[]; face: FaceProps }) {
  const { names, columns, zone, addressOf } = face;
  const text = useText();
  const shown = columns.filter((column) => column.id !== '_flow' && column.id !== '_due');
  const flow = columns.find((column) => column.id === '_flow');
  const due = columns.find((column) => column.id === '_due');
  return (
    <ul className={styles['cards']}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link className={styles['card']} data-tone={row.tones?.['_row']} to={addressOf(row.id)}>
            <span className={styles['cardTop']}>
              <span className={styles['cardTitle']}>{row.title}</span>
              {flow !== undefined && <Value column={flow} values={row.values} names={names} zone={zone} />}
            </span>
            <span className={styles['cardValues']}>
              {shown
                .filter((column) => row.values[column.id] !== row.title && row.values[column.id] !== null)
                .slice(0, 4)
                .map((column) => (
                  <span key={column.id} className={styles['cardValue']}>
                    <span className={styles['faint']}>{text(column.label)}</span>
                    <Value column={column} values={row.values} names={names} zone={zone} />
                  </span>
                ))}
            </span>
            {due !== undefined && <Value column={due} values={row.values} names={names} zone={zone} />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
