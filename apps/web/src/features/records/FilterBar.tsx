import { CloseOutlined, FilterOutlined } from '@ant-design/icons';
import { Button, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { Condition } from '@/generated/definition';
import type { Column } from './fields';
import { isComplete, operatorsOf, sentenceOf, type Words } from './filter';
import { OperandInput, type NamesStore } from './OperandInput';
import styles from './records.module.css';

interface FilterBarProps {
  columns: readonly Column[];
  conditions: readonly Condition[];
  onChange: (conditions: readonly Condition[]) => void;
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

/** Conditions as chips that read as a sentence, and the way to add one. */
export function FilterBar({ columns, conditions, onChange, names }: FilterBarProps) {
  const { t } = useTranslation();
  const text = useText();
  const [editing, setEditing] = useState<number | null>(null);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const words: Words = {
    t,
    fieldLabel: (field) => text(byId.get(field)?.label ?? field),
    optionLabel: (field, option) => text(byId.get(field)?.options.find((one) => one.id === option)?.label ?? option),
    referenceLabel: (id) => names.names[id] ?? '…',
  };
  const put = (index: number, condition: Condition): void => {
    onChange(index < conditions.length ? conditions.map((one, at) => (at === index ? condition : one)) : [...conditions, condition]);
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
      {conditions.map((condition, index) => (
        <span key={`${condition.field}-${condition.op}-${String(index)}`} className={styles['chip']}>
          <Popover {...popover(index, condition)}>
            <button type="button" className={styles['chipWords']}>
              {sentenceOf(condition, words)}
            </button>
          </Popover>
          <button
            type="button"
            className={styles['chipClose']}
            aria-label={t('records.remove_filter', { sentence: sentenceOf(condition, words) })}
            onClick={() => {
              onChange(conditions.filter((_, at) => at !== index));
            }}
          >
            <CloseOutlined aria-hidden />
          </button>
        </span>
      ))}
      <Popover {...popover(conditions.length, null)}>
        <Button type="text" icon={<FilterOutlined aria-hidden />}>
          {t('records.filter')}
        </Button>
      </Popover>
      {conditions.length > 1 && (
        <Button
          type="text"
          onClick={() => {
            onChange([]);
          }}
        >
          {t('action.clear')}
        </Button>
      )}
    </div>
  );
}
