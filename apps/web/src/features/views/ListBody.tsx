import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, type FormKnown } from '@/api';
import { Failed, Nothing, useKeys, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { columnsOf } from '@/features/filters';
import { SidePanel, useRecordServices, zoneOf } from '@/features/records';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { Arrange } from './Arrange';
import { Board } from './Board';
import { BulkBar } from './BulkBar';
import { Calendar } from './Calendar';
import { ColumnChooser } from './ColumnChooser';
import { FilterBar } from './FilterBar';
import { Gallery } from './Gallery';
import { RecordCards } from './RecordCards';
import { RecordTable, type FaceProps } from './RecordTable';
import { SearchBox } from './SearchBox';
import { Totals } from './Totals';
import { Tree } from './Tree';
import { queryOf, useGroups, useRows, widthsOf, writeWidths, type ListState } from './useList';
import { useSelection } from './useSelection';
import styles from './views.module.css';

interface ListBodyProps {
  app: string;
  form: string;
  known: FormKnown;
  state: ListState;
}

/** The sentence of filters, the records in the manner of the view, and the record that is open beside. */
export function ListBody({ app, form, known, state }: ListBodyProps) {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { shown } = state;
  const kind = shown.kind ?? 'table';
  const query = queryOf(state);
  // Boards, calendars and trees ask for their parts on their own.
  const flat = kind === 'table' || kind === 'gallery';
  const groups = shown.groups ?? [];
  const totals = shown.totals ?? [];
  const counted = useGroups(app, form, query, groups, totals, kind === 'table' && (groups.length > 0 || totals.length > 0));
  const grouped = kind === 'table' && groups.length > 0 && !narrow;
  const rows = useRows(app, form, query, flat && !grouped);
  const all = useMemo(() => (grouped ? [] : (rows.data?.pages.flatMap((page) => page.rows) ?? [])), [grouped, rows.data]);
  const names = useMemo(() => ({ ...Object.assign({}, ...(rows.data?.pages.map((page) => page.names) ?? [])) }), [rows.data]);
  const columns = columnsOf(known.description, known.detail.rights.read, t);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const selection = useSelection(all);
  const services = useRecordServices({ app, form, known, names, controller: null });
  const at = all.findIndex((row) => row.id === state.open);
  const go = (by: -1 | 1): void => {
    const next = all[at + by];
    if (state.open !== null && next !== undefined) state.change({ open: next.id });
  };
  useKeys({
    j: () => { go(1); },
    k: () => { go(-1); },
    n: () => {
      if (known.detail.actions.includes('create')) void navigate(addresses.newRecord(app, form));
    },
  });
  const label = text(known.description.label);
  const filtered = state.filter !== null || state.search !== '';
  const face: FaceProps = {
    app,
    form,
    known,
    shown,
    columns: shown.columns.map((id) => byId.get(id)).filter((column) => column !== undefined),
    all: columns,
    zone: zoneOf(known),
    names,
    opened: state.open,
    addressOf: (id) => addresses.record(app, form, id),
    open: (id) => { state.change({ open: id }); },
    label,
  };
  const found = counted.data;
  const whole = found?.whole;
  const foot = totals.length === 0 || whole === undefined ? null : (
    <tfoot>
      <tr className={styles['groupHead']}>
        <th scope="row" colSpan={2}>{t('views.whole')}</th>
        <Totals columns={face.columns.slice(1)} totals={totals} values={whole.totals} />
      </tr>
    </tfoot>
  );
  const table = (
    <RecordTable
      {...face}
      rows={all}
      selection={selection}
      stale={grouped ? counted.isPlaceholderData : rows.isPlaceholderData}
      sort={state.sort}
      onSort={(sort) => { state.change({ sort: sort === null ? null : `${sort.dir === 'desc' ? '-' : ''}${sort.field}` }); }}
      onWidth={(column, width) => { state.change({ widths: writeWidths({ ...widthsOf(shown), [column]: width }) }); }}
      groups={grouped ? (found ?? null) : null}
      query={query}
      foot={foot}
    />
  );
  const empty = flat && (grouped ? counted.data?.whole.count === 0 : rows.isSuccess && all.length === 0);
  return (
    <FormServicesContext value={services}>
      <div className={styles['tools']}>
        <FilterBar
          columns={columns}
          filter={state.filter}
          onChange={state.setFilter}
          names={names}
        />
        <SearchBox value={state.search} onSearch={(words) => { state.change({ q: words }); }} />
        {!narrow && kind === 'table' && <Arrange columns={columns} state={state} />}
        {!narrow && <ColumnChooser columns={columns} chosen={shown.columns} onChange={(chosen) => { state.change({ columns: chosen === null ? null : chosen.join(',') }); }} />}
      </div>
      {flat && rows.isError && <Failed error={rows.error} retry={() => void rows.refetch()} />}
      {counted.isError && <Failed error={counted.error} retry={() => void counted.refetch()} />}
      {flat && (grouped ? counted.isPending : rows.isPending) && <Waiting lines={10} />}
      {empty && (
        <Nothing title={filtered ? t('records.none_match', { label }) : t('records.none', { label })}>
          {filtered && <Button onClick={() => { state.setFilter(null); state.change({ q: null }); }}>{t('records.clear_filters')}</Button>}
          {!filtered && known.detail.actions.includes('create') && (
            <Button type="primary" onClick={() => void navigate(addresses.newRecord(app, form))}>
              {t('shell.new_of', { label })}
            </Button>
          )}
        </Nothing>
      )}
      {kind === 'board' && <Board face={face} query={query} />}
      {kind === 'calendar' && <Calendar face={face} query={query} state={state} />}
      {kind === 'tree' && <Tree face={face} query={query} />}
      {kind === 'gallery' && all.length > 0 && <Gallery face={face} rows={all} />}
      {kind === 'table' && (grouped ? counted.data !== undefined && counted.data.whole.count > 0 && table : all.length > 0 && (narrow ? <RecordCards rows={all} face={face} /> : table))}
      {counted.data?.cut === true && <p role="status" className={styles['faint']}>{t('views.cut')}</p>}
      {flat && !grouped && rows.hasNextPage && (
        <Button className={styles['more'] ?? ''} loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t('action.load_more')}
        </Button>
      )}
      {!narrow && <BulkBar app={app} form={form} known={known} rows={selection.rows} clear={selection.clear} />}
      <SidePanel
        app={app}
        form={form}
        id={narrow ? null : state.open}
        close={() => { state.change({ open: null }); }}
        previous={at > 0 ? () => { go(-1); } : undefined}
        next={at >= 0 && at < all.length - 1 ? () => { go(1); } : undefined}
      />
    </FormServicesContext>
  );
}
