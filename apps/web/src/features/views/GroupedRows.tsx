import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListGroup, ListGroups, RecordQuery } from '@/api';
import { Waiting } from '@/components';
import { readFilter } from '@/features/filters';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import type { Filter } from '@/generated/definition';
import { below, keyOfGroup, nameOfGroup } from './groups';
import type { TableParts } from './RecordTable';
import { Row } from './Row';
import { Totals } from './Totals';
import { narrowed, useRows } from './useList';
import styles from './views.module.css';

interface GroupedRowsProps {
  parts: TableParts;
  query: RecordQuery;
  groups: ListGroups;
}

/** The records of one group, page by page. */
function Members({ parts, query, filter }: { parts: TableParts; query: RecordQuery; filter: Filter | null }) {
  const { t } = useTranslation();
  const rows = useRows(parts.app, parts.form, narrowed(query, filter), true);
  const names = useMemo(() => ({ ...parts.names, ...Object.assign({}, ...(rows.data?.pages.map((page) => page.names) ?? [])) }), [parts.names, rows.data]);
  const width = parts.columns.length + 1;
  if (rows.isPending) {
    return (
      <tr>
        <td colSpan={width}><Waiting lines={1} /></td>
      </tr>
    );
  }
  return (
    <>
      {rows.data?.pages.flatMap((page) => page.rows).map((row) => <Row key={row.id} row={row} {...parts} names={names} />)}
      {rows.hasNextPage && (
        <tr>
          <td colSpan={width}>
            <Button size="small" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t('action.load_more')}</Button>
          </td>
        </tr>
      )}
    </>
  );
}

/** Rows under the heads of their groups; every head says how many there are and its own totals, counted by the server. */
export function GroupedRows({ parts, query, groups }: GroupedRowsProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(parts.zone);
  const levels = parts.shown.groups ?? [];
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const first = below(groups.rows, []);
  /** The first group is open, and so are the outer ones; the rest waits for a click. */
  const isOpen = (group: ListGroup): boolean => {
    const key = keyOfGroup(group);
    if (closed.has(key)) return false;
    return opened.has(key) || group.keys.length < levels.length || group === first[0];
  };
  const toggle = (group: ListGroup): void => {
    const [key, open] = [keyOfGroup(group), isOpen(group)];
    const [to, from] = open ? [setClosed, setOpened] : [setOpened, setClosed];
    to((before) => new Set([...before, key]));
    from((before) => new Set([...before].filter((one) => one !== key)));
  };
  const words = { t, text, names: { ...parts.names, ...groups.names }, day: (day: string) => day };
  const draw = (group: ListGroup): React.ReactNode => {
    const level = levels[group.keys.length - 1];
    const column = parts.all.find((one) => one.id === level?.field);
    const name = nameOfGroup(group.keys.at(-1), level, column, words);
    const open = isOpen(group);
    return [
      <tr key={keyOfGroup(group)} className={styles['groupHead']} data-level={group.keys.length}>
        <th scope="rowgroup" colSpan={2}>
          <button type="button" aria-expanded={open} className={styles['groupToggle']} onClick={() => { toggle(group); }}>
            {open ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
            <strong>{name}</strong>
            <span className={styles['faint']}>{t('records.count', { count: group.count, number: format.number(group.count) })}</span>
          </button>
        </th>
        <Totals columns={parts.columns.slice(1)} totals={parts.shown.totals ?? []} values={group.totals} />
      </tr>,
      open && (group.keys.length < levels.length ? below(groups.rows, group.keys).map(draw) : <Members key={`${keyOfGroup(group)}-rows`} parts={parts} query={query} filter={readFilter(JSON.stringify(group.filter))} />),
    ];
  };
  return <>{first.map(draw)}</>;
}
