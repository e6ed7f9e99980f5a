import { CloseOutlined, FilterOutlined, PartitionOutlined } from '@ant-design/icons';
import { Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { isComplete, isCondition, joined, OperandInput, operatorsOf, partsOf, wordsOf, type Column, type NamesStore, type Words } from '@/features/records';
import type { Condition, Filter } from '@/generated/definition';
import { FilterBuilder } from './FilterBuilder';
import styles from './views.module.css';

interface FilterBarProps {
  columns: readonly Column[];
  filter: Filter | null;
  onChange: (filter: Filter | null) => void;
  names: NamesStore;
}

interface EditorProps {
  columns: readonly Column[];
  start: Condition | null;
  names: NamesStore;
  done: (condition: Condition) => void;
}

function Editor({ columns, start, names, done }: EditorProps) {
  const { t } = useTranslation();
  const text = useText();
  const [draft, setDraft] = useState<Condition | null>(start);
  const filterable = columns.filter((column) => operatorsOf(column.filter).length > 0);
  const column = filterable.find((one) => one.id === draft?.field);
  const pickField = (field: string): void => {
    const op = operatorsOf(filterable.find((one) => one.id === field)?.filter ?? 'none')[0];
    if (op !== undefined) setDraft({ field, op });
  };
  return (
    <div className={styles['editor']}>
      <Select
        aria-label={t('records.filter_field')}
        placeholder={t('records.filter_field')}
        showSearch={{ optionFilterProp: 'label' }}
        options={filterable.map((one) => ({ value: one.id, label: text(one.label) }))}
        value={draft?.field}
        onChange={pickField}
      />
      {draft !== null && column !== undefined && (
        <>
          <Select
            aria-label={t('records.filter_operator')}
            options={operatorsOf(column.filter).map((op) => ({ value: op, label: t(`records.operator.${op}`) }))}
            value={draft.op}
            onChange={(op) => {
              setDraft({ field: draft.field, op });
            }}
          />
          <OperandInput
            column={column}
            condition={draft}
            names={names}
            onChange={(value) => {
              setDraft({ ...draft, value });
            }}
          />
          <Button
            type="primary"
            disabled={!isComplete(draft)}
            onClick={() => {
              done(draft);
            }}
          >
            {t('records.apply')}
          </Button>
        </>
      )}
    </div>
  );
}

/** Conditions as chips that read as a sentence, and the ways to add some: one at a time, or in groups. */
export function FilterBar({ columns, filter, onChange, names }: FilterBarProps) {
  const { t } = useTranslation();
  const text = useText();
  const [editing, setEditing] = useState<number | 'all' | null>(null);
  const parts = partsOf(filter);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const words: Words = {
    t,
    fieldLabel: (field) => text(byId.get(field)?.label ?? field),
    optionLabel: (field, option) => text(byId.get(field)?.options.find((one) => one.id === option)?.label ?? option),
    referenceLabel: (id) => names.names[id] ?? '…',
  };
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
    <div className={styles['filters']} role="group" aria-label={t('records.filters')}>
      {parts.map((part, index) => {
        const sentence = wordsOf(part, words);
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
              aria-label={t('records.remove_filter', { sentence })}
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
          {t('records.filter')}
        </Button>
      </Popover>
      <Button type="text" icon={<PartitionOutlined aria-hidden />} onClick={() => { setEditing('all'); }}>
        {t('views.more_filter')}
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
          names={names}
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
