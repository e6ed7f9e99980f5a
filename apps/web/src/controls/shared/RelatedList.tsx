import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addresses, ask, client, keys, Problem, useFormKnown, type FormKnown, type SortBy } from '@/api';
import { Failed, Waiting } from '@/components';
import { columnsOf } from '@/features/filters';
import { Value, zoneOf } from '@/features/records';
import type { Filter } from '@/generated/definition';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { useState } from 'react';
import { useFormServices } from '../services';
import styles from './related.module.css';

export interface RelatedQuery {
  form: string;
  filter: Filter;
  /** The fields that are shown; the first ones when there are none. */
  columns: readonly string[];
  sort: readonly SortBy[];
  limit: number;
}

interface RelatedListProps {
  query: RelatedQuery;
  label: string;
}

interface RowsProps extends RelatedListProps {
  app: string;
  known: FormKnown;
}

/** Fields that a list shows when nothing is said: what names a record and the next three. */
const usual = 4;

function Rows({ app, known, query, label }: RowsProps) {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const [more, setMore] = useState(1);
  const columns = columnsOf(known.description, known.detail.rights.read, t);
  const wanted = query.columns.length > 0 ? query.columns : (known.description.views[0]?.columns ?? []).slice(0, usual);
  const shown = wanted.map((id) => columns.find((column) => column.id === id)).filter((column) => column !== undefined);
  const body = { filter: query.filter, columns: shown.map((column) => column.id), sort: [...query.sort], limit: Math.min(query.limit * more, 500) };
  const found = useQuery({
    queryKey: [...keys.records(app, query.form), 'related', body],
    queryFn: () => ask(client.POST('/api/apps/{app}/forms/{form}/records/query', { params: { path: { app, form: query.form } }, body })),
    placeholderData: (before) => before,
  });
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Waiting lines={2} />;
  const { rows, names, next } = found.data;
  const zone = zoneOf(known);
  if (rows.length === 0) return <span className={styles['none']}>{t('related.none')}</span>;
  const value = (row: (typeof rows)[number], column: (typeof shown)[number]) => <Value column={column} values={row.values} names={names ?? {}} zone={zone} />;
  const rest = next !== null && next !== undefined && (
    <Button
      size="small"
      type="link"
      loading={found.isFetching}
      onClick={() => {
        setMore(more + 1);
      }}
    >
      {t('action.load_more')}
    </Button>
  );
  if (narrow) {
    return (
      <ul className={styles['cards']} aria-label={label}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link className={styles['card']} to={addresses.record(app, query.form, row.id)}>
              <span className={styles['title']}>{row.title}</span>
              {shown
                .filter((column) => row.values[column.id] !== row.title && (row.values[column.id] ?? null) !== null)
                .map((column) => (
                  <span key={column.id} className={styles['fact']}>
                    <span className={styles['none']}>{text(column.label)}</span>
                    {value(row, column)}
                  </span>
                ))}
            </Link>
          </li>
        ))}
        {rest}
      </ul>
    );
  }
  return (
    <div className={styles['wrap']} role="group" aria-label={label} tabIndex={0}>
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.id} scope="col" className={column.figures ? styles['figures'] : undefined}>
                {text(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {shown.map((column, index) => (
                <td key={column.id} className={column.figures ? styles['figures'] : undefined}>
                  {index === 0 ? (
                    <Link to={addresses.record(app, query.form, row.id)}>{(row.values[column.id] ?? null) === null ? row.title : value(row, column)}</Link>
                  ) : (
                    value(row, column)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rest}
    </div>
  );
}

function Known({ app, query, label }: RelatedListProps & { app: string }) {
  const { t } = useTranslation();
  const known = useFormKnown(app, query.form);
  if (known.error instanceof Problem && (known.error.status === 403 || known.error.status === 404)) {
    return <span className={styles['none']}>{t('related.no_right')}</span>;
  }
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  if (known.data === undefined) return <Waiting lines={2} />;
  return <Rows app={app} known={known.data} query={query} label={label} />;
}

/** Records of another form, as far as the reader may see them; each leads to its page. */
export default function RelatedList({ query, label }: RelatedListProps) {
  const { place } = useFormServices();
  return place === null ? null : <Known app={place.app} query={query} label={label} />;
}
