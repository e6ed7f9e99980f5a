import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useFormKnown, type FormKnown } from '@/api';
import { Failed, Nothing, Page as PageFrame, useKeys, useProblemText, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { useNarrow } from '@/theme';
import { ColumnChooser } from './ColumnChooser';
import { exportList } from './exportList';
import { columnsOf } from './fields';
import { FilterBar } from './FilterBar';
import { RecordCards, RecordTable } from './RecordTable';
import { SearchBox } from './SearchBox';
import { useRecordServices, zoneOf } from './services';
import { SidePanel } from './SidePanel';
import { queryOf, useCount, useListState, useRows, type ListState } from './useList';
import styles from './records.module.css';

interface ListProps {
  app: string;
  form: string;
  known: FormKnown;
  state: ListState;
}

/** The rows, the sentence of filters above them, and the record that is open beside. */
function List({ app, form, known, state }: ListProps) {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const [remembered, setRemembered] = useState<Readonly<Record<string, string>>>({});
  const query = queryOf(state);
  const rows = useRows(app, form, query, true);
  const all = useMemo(() => rows.data?.pages.flatMap((page) => page.rows) ?? [], [rows.data]);
  const names = useMemo(() => ({ ...Object.assign({}, ...(rows.data?.pages.map((page) => page.names) ?? [])), ...remembered }), [rows.data, remembered]);
  const columns = columnsOf(known.description, known.detail.rights.read, t);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const shown = state.columns.map((id) => byId.get(id)).filter((column) => column !== undefined);
  const services = useRecordServices({ app, form, known, names, controller: null });
  const at = all.findIndex((row) => row.id === state.open);
  const go = (by: -1 | 1): void => {
    const next = all[at + by];
    if (state.open !== null && next !== undefined) state.change({ open: next.id });
  };
  useKeys({
    j: () => {
      go(1);
    },
    k: () => {
      go(-1);
    },
    n: () => {
      if (known.detail.actions.includes('create')) void navigate(addresses.newRecord(app, form));
    },
  });
  const label = text(known.description.label);
  const filtered = state.conditions.length > 0 || state.search !== '';
  const rowsProps = {
    rows: all,
    names,
    columns: shown,
    zone: zoneOf(known),
    opened: state.open,
    addressOf: (id: string) => addresses.record(app, form, id),
    open: (id: string) => {
      state.change({ open: id });
    },
  };
  return (
    <FormServicesContext value={services}>
      <div className={styles['tools']}>
        <FilterBar
          columns={columns}
          conditions={state.conditions}
          onChange={state.setConditions}
          names={{
            names,
            remember: (id, name) => {
              setRemembered((before) => ({ ...before, [id]: name }));
            },
          }}
        />
        <SearchBox
          value={state.search}
          onSearch={(words) => {
            state.change({ q: words });
          }}
        />
        {!narrow && (
          <ColumnChooser
            columns={columns}
            chosen={state.columns}
            onChange={(chosen) => {
              state.change({ columns: chosen === null ? null : chosen.join(',') });
            }}
          />
        )}
      </div>
      {rows.isError && <Failed error={rows.error} retry={() => void rows.refetch()} />}
      {rows.isPending && <Waiting lines={10} />}
      {rows.isSuccess && all.length === 0 && (
        <Nothing title={filtered ? t('records.none_match', { label }) : t('records.none', { label })}>
          {filtered && <Button onClick={() => { state.change({ filter: null, q: null }); }}>{t('records.clear_filters')}</Button>}
          {!filtered && known.detail.actions.includes('create') && (
            <Button type="primary" onClick={() => void navigate(addresses.newRecord(app, form))}>
              {t('shell.new_of', { label })}
            </Button>
          )}
        </Nothing>
      )}
      {all.length > 0 &&
        (narrow ? (
          <RecordCards {...rowsProps} />
        ) : (
          <RecordTable
            {...rowsProps}
            label={label}
            stale={rows.isPlaceholderData}
            sort={state.sort ?? state.view?.sort?.[0] ?? null}
            onSort={(sort) => {
              state.change({ sort: sort === null ? null : `${sort.dir === 'desc' ? '-' : ''}${sort.field}` });
            }}
          />
        ))}
      {rows.hasNextPage && (
        <Button className={styles['more'] ?? ''} loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t('action.load_more')}
        </Button>
      )}
      <SidePanel
        app={app}
        form={form}
        id={narrow ? null : state.open}
        close={() => {
          state.change({ open: null });
        }}
        previous={at > 0 ? () => { go(-1); } : undefined}
        next={at >= 0 && at < all.length - 1 ? () => { go(1); } : undefined}
      />
    </FormServicesContext>
  );
}

function Opened({ app, form }: { app: string; form: string }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const format = useFormat();
  const [exporting, setExporting] = useState(false);
  const known = useFormKnown(app, form);
  const state = useListState(known.data);
  const query = queryOf(state);
  const count = useCount(app, form, query, known.isSuccess);
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  if (known.isPending) return <Waiting lines={10} />;
  const { description, detail } = known.data;
  const label = text(description.label);
  const take = async (): Promise<void> => {
    setExporting(true);
    try {
      await exportList(app, form, query, label);
    } catch (error) {
      message.error(problemText(error));
    }
    setExporting(false);
  };
  return (
    <PageFrame
      title={label}
      beside={count.data === undefined ? null : <span className={styles['faint']}>{t('records.count', { count: count.data, number: format.number(count.data) })}</span>}
      actions={
        <>
          {detail.actions.includes('export') && (
            <Button icon={<DownloadOutlined aria-hidden />} loading={exporting} onClick={() => void take()}>
              {t('records.export')}
            </Button>
          )}
          {detail.actions.includes('create') && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate(addresses.newRecord(app, form))}>
              {t('shell.new_of', { label })}
            </Button>
          )}
        </>
      }
      below={
        description.views.length > 1 && (
          <Tabs
            className={styles['views'] ?? ''}
            activeKey={state.view?.id ?? ''}
            items={description.views.map((view) => ({ key: view.id, label: text(view.label) }))}
            onChange={(view) => {
              state.change({ view, sort: null, columns: null, open: null });
            }}
          />
        )
      }
    >
      <List app={app} form={form} known={known.data} state={state} />
    </PageFrame>
  );
}

/** The records of a form. */
export function Page() {
  const { app, form } = useParams();
  if (app === undefined || form === undefined) return null;
  return <Opened key={`${app}/${form}`} app={app} form={form} />;
}
