import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/features/filters';
import { useText } from '@/i18n';
import type { Aggregate, View, ViewGroup, ViewTotal } from '@/generated/definition';
import styles from './view-editor.module.css';

const grains = ['day', 'week', 'month', 'quarter', 'year'] as const;
const mostGroups = 3;

/** By what rows can be grouped: values that stand in the table, one to a record. */
function groupable(column: Column): boolean {
  return !['none', 'choices', 'tags', 'references', 'period'].includes(column.filter) && column.field?.several !== true;
}

const isDay = (column: Column | undefined): boolean => column?.filter === 'date' || column?.filter === 'instant';

interface ArrangementProps {
  columns: readonly Column[];
  view: View;
  change: (part: Partial<View>) => void;
}

/** Groups, totals and columns that stay in sight. */
export function Arrangement({ columns, view, change }: ArrangementProps) {
  const { t } = useTranslation();
  const text = useText();
  const groups = view.groups ?? [];
  const totals = view.totals ?? [];
  const choices = columns.filter(groupable);
  const put = (next: readonly ViewGroup[]): void => {
    change({ groups: [...next] });
  };
  const replace = (at: number, group: ViewGroup | null): void => {
    const next = groups.slice(0, at);
    put(group === null ? [...next, ...groups.slice(at + 1)] : [...next, group, ...groups.slice(at + 1)]);
  };
  const rows = groups.length < mostGroups ? [...groups, null] : groups;
  const numbers = columns.filter((column) => column.filter === 'number');
  const kinds: readonly Aggregate[] = ['sum', 'average', 'min', 'max'];
  return (
    <div className={styles['editor']}>
      <strong>{t('views.groups')}</strong>
      {rows.map((group, index) => {
        const column = choices.find((one) => one.id === group?.field);
        return (
          <div key={index} className={styles['pair']}>
            <Select
              aria-label={t('views.group_level', { number: index + 1 })}
              placeholder={t('views.group_by')}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              value={group?.field ?? null}
              options={choices.filter((one) => one.id === group?.field || groups.every((other) => other.field !== one.id)).map((one) => ({ value: one.id, label: text(one.label) }))}
              onChange={(field: string | null | undefined) => { replace(index, field === null || field === undefined ? null : { field, ...(isDay(choices.find((one) => one.id === field)) ? { grain: 'month' as const } : {}) }); }}
            />
            {group !== null && isDay(column) && (
              <Select aria-label={t('views.grain')} value={group.grain ?? 'day'} options={grains.map((grain) => ({ value: grain, label: t(`views.grains.${grain}`) }))} onChange={(grain) => { replace(index, { field: group.field, grain }); }} />
            )}
          </div>
        );
      })}
      <strong>{t('views.totals')}</strong>
      <Select
        mode="multiple"
        aria-label={t('views.totals')}
        placeholder={t('views.no_totals')}
        value={totals.map(({ field, aggregate }) => `${field}:${aggregate}`)}
        options={numbers.flatMap((column) => kinds.map((kind) => ({ value: `${column.id}:${kind}`, label: `${text(column.label)} · ${t(`views.aggregate.${kind}`)}` })))}
        onChange={(values: readonly string[]) => {
          const next = values.flatMap((value): ViewTotal[] => {
            const [field = '', name] = value.split(':');
            const aggregate = kinds.find((one) => one === name);
            return aggregate === undefined ? [] : [{ field, aggregate }];
          });
          change({ totals: next });
        }}
      />
      <label className={styles['name']}>
        {t('views.frozen')}
        <InputNumber min={0} max={Math.min(9, view.columns.length)} value={view.frozen ?? 0} onChange={(count) => { change({ frozen: count ?? 0 }); }} />
      </label>
    </div>
  );
}
