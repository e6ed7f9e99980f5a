import { CloseOutlined, FilterOutlined, PartitionOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comparable, ConditionLine, isComplete, isCondition, joined, partsOf, useNames, useSentences, type Column } from '@/features/filters';
import type { Condition, Filter } from '@/generated/definition';
import { FilterBuilder } from './FilterBuilder';
import styles from './views.module.css';

interface FilterBarProps {
  columns: readonly Column[];
  filter: Filter | null;
  onChange: (filter: Filter | null) => void;
  /** Names that the rows told already. */
  names: Readonly<Record<string, string>>;
}

interface EditorProps {
  columns: readonly Column[];
  start: Condition | null;
  names: Readonly<Record<string, string>>;
  done: (condition: Condition) => void;
}

/** One condition, which holds when it is applied. */
function Editor({ columns, start, names, done }: EditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Condition>(start ?? { field: '', op: 'eq' });
  const told = useNames(draft.field === '' ? null : draft, columns);
  return (
    <div className={styles['editor']}>
      <ConditionLine columns={columns} condition={draft} names={{ ...names, ...told }} disabled={false} onChange={setDraft} />
      {draft.field !== '' && (
        <Button type="primary" disabled={!isComplete(draft)} onClick={() => { done(draft); }}>
          {t('filters.apply')}
        </Button>
      )}
    </div>
  );
}

/** Conditions as chips that read as a sentence, and the ways to add some: one at a time, or in groups. */
export function FilterBar({ columns: all, filter, onChange, names: shown }: FilterBarProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<number | 'all' | null>(null);
  const parts = partsOf(filter);
  const columns = comparable(all, t);
  const names = { ...shown, ...useNames(filter, columns) };
  const sentenceOf = useSentences(columns, names);
  const put = (index: number, condition: Condition): void => {
    onChange(joined(index < parts.length ? parts.map((one, at) => (at === index ? condition : one)) : [...parts, condition]));
    setEditing(null);
  };
  const popover = (index: number, start: Condition | null) => ({
    trigger: 'click' as const,
    placement: 'bottomLeft' as const,
    destroyOnHidden: true,
    getPopupContainer: () => document.getElementById('content') ?? document.body,
    open: editing === index,
    onOpenChange: (open: boolean) => {
      setEditing(open ? index : null);
    },
    content: (
      <Editor
        columns={columns}
        start={start}
        names={names}
        done={(condition) => {
          put(index, condition);
        }}
      />
    ),
  });
  return (
    <div className={styles['filters']} role="group" aria-label={t('filters.conditions')}>
      {parts.map((part, index) => {
        const sentence = sentenceOf(part);
        return (
          <span key={`${sentence}-${String(index)}`} className={styles['chip']}>
            {isCondition(part) ? (
              <Popover {...popover(index, part)}>
                <button type="button" className={styles['chipWords']}>
                  {sentence}
                </button>
              </Popover>
            ) : (
              <button type="button" className={styles['chipWords']} title={sentence} onClick={() => { setEditing('all'); }}>
                {sentence}
              </button>
            )}
            <button
              type="button"
              className={styles['chipClose']}
              aria-label={t('filters.remove', { sentence })}
              onClick={() => {
                onChange(joined(parts.filter((_, at) => at !== index)));
              }}
            >
              <CloseOutlined aria-hidden />
            </button>
          </span>
        );
      })}
      <Popover {...popover(parts.length, null)}>
        <Button type="text" icon={<FilterOutlined aria-hidden />}>
          {t('filters.add')}
        </Button>
      </Popover>
      <Button type="text" icon={<PartitionOutlined aria-hidden />} onClick={() => { setEditing('all'); }}>
        {t('filters.groups')}
      </Button>
      {parts.length > 1 && (
        <Button
          type="text"
          onClick={() => {
            onChange(null);
          }}
        >
          {t('action.clear')}
        </Button>
      )}
      {editing === 'all' && (
        <FilterBuilder
          columns={columns}
          start={filter}
          close={() => { setEditing(null); }}
          done={(next) => {
            onChange(next);
            setEditing(null);
          }}
        />
      )}
    </div>
  );
}
