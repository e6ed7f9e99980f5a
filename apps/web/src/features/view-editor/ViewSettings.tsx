import { DeleteOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import type { Column } from '@/features/filters';
import { useText } from '@/i18n';
import type { Sort, View } from '@/generated/definition';
import { Arrangement } from './Arrangement';
import { ColumnOrder } from './ColumnOrder';
import { changedBy, placing, viewKinds } from './kinds';
import { SearchFields } from './SearchFields';
import { TonesEditor } from './TonesEditor';
import styles from './view-editor.module.css';

interface ViewSettingsProps {
  form: string;
  columns: readonly Column[];
  view: View;
  /** Where its filter is put together. */
  filter: ReactNode;
  onChange: (view: View) => void;
}

/** By what records can stand in order: one value each. */
function sortable(column: Column): boolean {
  return !['none', 'choices', 'tags', 'references', 'involved'].includes(column.filter);
}

function SortEditor({ columns, sort, onChange }: { columns: readonly Column[]; sort: readonly Sort[]; onChange: (sort: Sort[]) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const offered = columns.filter(sortable);
  return (
    <>
      {[...sort, null].map((one, index) => (
        // Levels have no key of their own; their place is their rank.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['pair']}>
          <Select
            aria-label={t('view-editor.sort_level', { number: index + 1 })}
            placeholder={t(index === 0 ? 'view-editor.newest' : 'view-editor.then_by')}
            showSearch={{ optionFilterProp: 'label' }}
            value={one?.field ?? null}
            options={offered.filter((column) => column.id === one?.field || sort.every((other) => other.field !== column.id)).map((column) => ({ value: column.id, label: text(column.label) }))}
            onChange={(field: string | null) => { if (field !== null) onChange(one === null ? [...sort, { field, dir: 'asc' }] : sort.map((other, at) => (at === index ? { ...other, field } : other))); }}
          />
          {one !== null && (
            <>
              <Select aria-label={t('view-editor.direction')} value={one.dir ?? 'asc'} options={(['asc', 'desc'] as const).map((dir) => ({ value: dir, label: t(`view-editor.${dir}`) }))} onChange={(dir) => { onChange(sort.map((other, at) => (at === index ? { ...other, dir } : other))); }} />
              <Button type="text" className={styles['small'] ?? ''} icon={<DeleteOutlined aria-hidden />} aria-label={t('view-editor.remove_sort', { number: index + 1 })} onClick={() => { onChange(sort.filter((_, at) => at !== index)); }} />
            </>
          )}
        </div>
      ))}
    </>
  );
}

/** Everything that a view is beside its name. */
export function ViewSettings({ form, columns, view, filter, onChange }: ViewSettingsProps) {
  const { t } = useTranslation();
  const text = useText();
  const clear = useClear();
  const change = (part: Partial<View>): void => { onChange(changedBy(view, part)); };
  const kind = view.kind ?? 'table';
  const places = placing(kind, columns, form);
  const untils = places.filter((column) => column.id !== view.by && column.filter === columns.find((one) => one.id === view.by)?.filter);
  const named = (list: readonly Column[]) => list.map((column) => ({ value: column.id, label: text(column.label) }));
  return (
    <div className={styles['settings']}>
      <section>
        <h3>{t('view-editor.kind')}</h3>
        <div className={styles['pair']}>
          <Select
            aria-label={t('view-editor.kind')}
            value={kind}
            options={viewKinds.map((value) => ({ value, label: t(`view-editor.kinds.${value}`), disabled: value !== 'table' && placing(value, columns, form).length === 0 }))}
            onChange={(next) => {
              const by = placing(next, columns, form)[0]?.id;
              change({ kind: next, ...(by === undefined ? {} : { by }) });
            }}
          />
          {kind !== 'table' && <Select aria-label={t(`view-editor.by.${kind}`)} placeholder={t(`view-editor.by.${kind}`)} value={view.by ?? null} options={named(places)} onChange={(by: string | null) => { change({ by }); }} />}
          {kind === 'calendar' && <Select allowClear={clear} aria-label={t('view-editor.until')} placeholder={t('view-editor.until')} value={view.until ?? null} options={named(untils)} onChange={(until: string | null | undefined) => { change({ until: until ?? null }); }} />}
        </div>
      </section>
      <section>
        <h3>{t('view-editor.filter')}</h3>
        {filter}
      </section>
      <section>
        <h3>{t('view-editor.sort')}</h3>
        <SortEditor columns={columns} sort={view.sort ?? []} onChange={(sort) => { change({ sort }); }} />
      </section>
      <section>
        <h3>{t('records.columns')}</h3>
        <ColumnOrder columns={columns} chosen={view.columns} onChange={(chosen) => { change({ columns: [...chosen] }); }} />
      </section>
      {kind === 'table' && (
        <section>
          <h3>{t('views.arrange')}</h3>
          <Arrangement columns={columns} view={view} change={change} />
        </section>
      )}
      <section>
        <h3>{t('view-editor.tones')}</h3>
        <TonesEditor key={view.id} columns={columns} shown={view.columns} tones={view.tones ?? []} onChange={(tones) => { change({ tones }); }} />
      </section>
      <section>
        <h3>{t('view-editor.search')}</h3>
        <SearchFields columns={columns} chosen={view.search ?? []} onChange={(search) => { change({ search }); }} />
      </section>
    </div>
  );
}
