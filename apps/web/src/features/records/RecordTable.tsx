import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { MouseEvent } from 'react';
import type { RecordRow, SortBy } from '@/api';
import { useText } from '@/i18n';
import type { Column } from './fields';
import { operatorsOf } from './filter';
import { nextSort } from './sort';
import { Value } from './Value';
import styles from './records.module.css';

export interface RowsProps {
  rows: readonly RecordRow[];
  names: Readonly<Record<string, string>>;
  columns: readonly Column[];
  zone: string;
  opened: string | null;
  addressOf: (id: string) => string;
  open: (id: string) => void;
}

interface RecordTableProps extends RowsProps {
  sort: SortBy | null;
  onSort: (sort: SortBy | null) => void;
  label: string;
  stale: boolean;
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
}

/** The list on a desk: dense, the head stays, the first column is the way in. */
export function RecordTable({ rows, names, columns, zone, opened, addressOf, open, sort, onSort, label, stale }: RecordTableProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={styles['tableScroll']} data-stale={stale}>
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => {
              const sorted = sort?.field === column.id ? sort.dir : undefined;
              const name = text(column.label);
              return (
                <th
                  key={column.id}
                  scope="col"
                  className={column.figures ? styles['figures'] : undefined}
                  aria-sort={sorted === undefined ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}
                >
                  {operatorsOf(column.filter).length > 0 ? (
                    <button
                      type="button"
                      className={styles['sort']}
                      title={t('records.sort_by', { field: name })}
                      onClick={() => {
                        onSort(nextSort(sort, column.id));
                      }}
                    >
                      {name}
                      {sorted === 'asc' && <ArrowUpOutlined aria-hidden />}
                      {sorted === 'desc' && <ArrowDownOutlined aria-hidden />}
                    </button>
                  ) : (
                    name
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              data-opened={row.id === opened}
              onClick={(event) => {
                if (isPlainClick(event)) open(row.id);
              }}
            >
              {columns.map((column, index) => (
                <td key={column.id} className={column.figures ? styles['figures'] : undefined}>
                  {index === 0 ? (
                    <Link
                      className={styles['first']}
                      to={addressOf(row.id)}
                      onClick={(event) => {
                        if (!isPlainClick(event)) return;
                        event.preventDefault();
                        event.stopPropagation();
                        open(row.id);
                      }}
                    >
                      {row.values[column.id] === null || row.values[column.id] === undefined ? row.title : <Value column={column} values={row.values} names={names} zone={zone} />}
                    </Link>
                  ) : (
                    <Value column={column} values={row.values} names={names} zone={zone} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The list on a phone: what names the record, its state, and the next two columns. */
export function RecordCards({ rows, names, columns, zone, addressOf }: RowsProps) {
  const text = useText();
  const shown = columns.filter((column) => column.id !== '_flow' && column.id !== '_due');
  const flow = columns.find((column) => column.id === '_flow');
  const due = columns.find((column) => column.id === '_due');
  return (
    <ul className={styles['cards']}>
      {rows.map((row) => (
        <li key={row.id}>
          <Link className={styles['card']} to={addressOf(row.id)}>
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
