import { Checkbox } from 'antd';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormKnown, ListGroups, RecordQuery, RecordRow, SortBy } from '@/api';
import type { Column } from '@/features/filters';
import type { View } from '@/generated/definition';
import { GroupedRows } from './GroupedRows';
import { HeadCell } from './HeadCell';
import { Row } from './Row';
import { useCursor, type Cursor } from './useCursor';
import { widthsOf } from './useList';
import type { Selection } from './useSelection';
import styles from './views.module.css';

/** What every face of a list is given. */
export interface FaceProps {
  app: string;
  form: string;
  known: FormKnown;
  shown: View;
  /** What stands in the list. */
  columns: readonly Column[];
  /** All that could. */
  all: readonly Column[];
  zone: string;
  names: Readonly<Record<string, string>>;
  opened: string | null;
  addressOf: (id: string) => string;
  open: (id: string) => void;
  label: string;
}

export interface TableParts extends FaceProps {
  selection: Selection;
  cursor: Cursor;
}

interface RecordTableProps extends FaceProps {
  rows: readonly RecordRow[];
  selection: Selection;
  sort: SortBy | null;
  onSort: (sort: SortBy | null) => void;
  onWidth: (column: string, width: number) => void;
  stale: boolean;
  /** The groups in which the rows stand; none when they stand alone. */
  groups: ListGroups | null;
  query: RecordQuery;
  foot?: ReactNode;
}

/** Tells the columns that stay in sight how much stands before them. */
function useFrozen(count: number) {
  const table = useRef<HTMLTableElement>(null);
  useLayoutEffect(() => {
    const place = table.current;
    if (place === null) return undefined;
    const measure = (): void => {
      let before = 0;
      [...place.querySelectorAll('thead th')].slice(0, count + 1).forEach((head, index) => {
        place.style.setProperty(`--frozen-${String(index)}`, `${String(before)}px`);
        before += head.getBoundingClientRect().width;
      });
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(place);
    return () => {
      watch.disconnect();
    };
  }, [count]);
  return table;
}

/** The list on a desk: dense, the head stays, the first column is the way in; cells are changed where they stand. */
export function RecordTable({ rows, selection, sort, onSort, onWidth, stale, groups, query, foot, ...face }: RecordTableProps) {
  const { t } = useTranslation();
  const { columns, shown, label } = face;
  const frozen = Math.min(shown.frozen ?? 0, columns.length);
  const widths = widthsOf(shown);
  const table = useFrozen(frozen);
  const cursor = useCursor(table);
  const chosen = rows.filter((row) => selection.chosen.has(row.id)).length;
  const parts: TableParts = { ...face, selection, cursor };
  return (
    <div className={styles['tableScroll']} data-stale={stale} role="presentation" onKeyDown={cursor.onKeyDown}>
      <table ref={table} className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className={styles['tick']} data-frozen={frozen > 0} style={frozen > 0 ? { left: 0 } : {}}>
              <Checkbox
                aria-label={t('views.choose_all')}
                disabled={rows.length === 0}
                checked={chosen > 0 && chosen === rows.length}
                indeterminate={chosen > 0 && chosen < rows.length}
                onChange={(event) => { selection.all(event.target.checked); }}
              />
            </th>
            {columns.map((column, index) => (
              <HeadCell
                key={column.id}
                column={column}
                sort={sort}
                onSort={onSort}
                width={widths[column.id]}
                onWidth={(width) => { onWidth(column.id, width); }}
                frozen={index < frozen ? index + 1 : null}
              />
            ))}
          </tr>
        </thead>
        <tbody>{groups === null ? rows.map((row) => <Row key={row.id} row={row} {...parts} />) : <GroupedRows parts={parts} query={query} groups={groups} />}</tbody>
        {foot}
      </table>
    </div>
  );
}
