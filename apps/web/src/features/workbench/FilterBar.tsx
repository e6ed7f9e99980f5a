import { CloseCircleOutlined, FilterOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, keys, type TaskBox, type TaskChoices } from '@/api';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { dues, filtersOf, type Filters } from './filters';
import styles from './workbench.module.css';

interface FilterBarProps {
  box: TaskBox;
  filters: Filters;
  count: number;
  choose: (key: keyof Filters, value: string) => void;
  clear: () => void;
}

interface Option {
  value: string;
  label: string;
}

/** Adds up what has the same id, in the order in which it comes. */
function summed(items: readonly { id: string; name: string; count: number }[], words: (name: string, count: number) => string): readonly Option[] {
  const groups = Map.groupBy(items, (item) => item.id);
  return [...groups].map(([id, same]) => ({ value: id, label: words(same[0]?.name ?? '', same.reduce((sum, item) => sum + item.count, 0)) }));
}

function useOptions(choices: TaskChoices | undefined, filters: Filters): Readonly<Record<keyof Filters, readonly Option[]>> {
  const { t } = useTranslation();
  const text = useText();
  const counted = (name: string, count: number): string => t('workbench.counted', { name, count });
  const steps = choices?.steps ?? [];
  const ofApp = steps.filter((step) => filters.app === '' || step.app === filters.app);
  const ofFlow = ofApp.filter((step) => filters.flow === '' || step.flow === filters.flow);
  return {
    app: summed(steps.map((step) => ({ id: step.app, name: text(step.app_label), count: step.count })), counted),
    flow: summed(ofApp.map((step) => ({ id: step.flow, name: text(step.flow_label), count: step.count })), counted),
    node: summed(ofFlow.flatMap((step) => (typeof step.node === 'string' ? [{ id: step.node, name: text(step.node_label), count: step.count }] : [])), counted),
    starter: (choices?.starters ?? []).map(({ person, count }) => ({ value: person.id, label: counted(person.name, count) })),
    due: dues.map((due) => ({ value: due, label: t(`workbench.due_${due}`) })),
  };
}

/** What a box is narrowed to, with the number of items of each choice; folded on a phone. */
export function FilterBar({ box, filters, count, choose, clear }: FilterBarProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const choices = useQuery({ queryKey: [...keys.tasks, 'choices', box], queryFn: () => ask(client.GET('/api/tasks/choices', { params: { query: { box } } })) });
  const options = useOptions(choices.data, filters);
  const names: Readonly<Record<keyof Filters, { name: string; all: string }>> = {
    app: { name: t('workbench.app'), all: t('workbench.all_apps') },
    flow: { name: t('workbench.flow'), all: t('workbench.all_flows') },
    node: { name: t('workbench.step'), all: t('workbench.all_steps') },
    starter: { name: t('workbench.starter'), all: t('workbench.all_starters') },
    due: { name: t('workbench.due'), all: t('workbench.any_due') },
  };
  // There is nothing to choose between one and the same.
  const useful = filtersOf[box].filter((key) => key === 'due' || filters[key] !== '' || options[key].length > 1);
  const fields = (
    <div className={styles['filters']} role="group" aria-label={t('workbench.filters')}>
      {useful.map((key) => (
        <Select
          key={key}
          className={styles['filter'] ?? ''}
          aria-label={names[key].name}
          value={filters[key]}
          options={[{ value: '', label: names[key].all }, ...options[key]]}
          popupMatchSelectWidth={false}
          onChange={(value: string) => { choose(key, value); }}
        />
      ))}
      {count > 0 && <Button type="text" icon={<CloseCircleOutlined aria-hidden />} onClick={clear}>{t('workbench.clear')}</Button>}
    </div>
  );
  if (!narrow) return fields;
  return (
    <>
      <Button icon={<FilterOutlined aria-hidden />} aria-expanded={open} onClick={() => { setOpen(!open); }}>
        {t('workbench.filters')}
        {count > 0 && <span className={styles['number']}>{count}</span>}
      </Button>
      {open && fields}
    </>
  );
}
