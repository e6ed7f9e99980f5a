import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { Condition } from '@/generated/definition';
import type { Column } from './columns';
import { isComplete, isFilter, operatorsOf, shapeOf, takes } from './filter';
import { canShow, OperandInput } from './OperandInput';
import styles from './filters.module.css';

export type Fault = 'field' | 'way' | 'value';

/** What is wrong with a condition, as far as its field tells. */
export function faultOf(condition: Condition, columns: readonly Column[]): Fault | null {
  if (condition.field === '') return null;
  const column = columns.find((one) => one.id === condition.field);
  if (column === undefined) return 'field';
  if (!takes(column, condition.op)) return 'way';
  return isComplete(condition) ? null : 'value';
}

interface SourceProps {
  json: unknown;
  disabled: boolean;
  onChange: (json: unknown) => void;
}

/** A part that the editor cannot show otherwise, as it is written; taken over when it is left and can be read. */
export function SourceLine({ json, disabled, onChange }: SourceProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => JSON.stringify(json, null, 2));
  const [wrong, setWrong] = useState(!isFilter(json));
  const leave = (): void => {
    try {
      const read: unknown = JSON.parse(text);
      setWrong(!isFilter(read));
      if (isFilter(read)) onChange(read);
    } catch {
      setWrong(true);
    }
  };
  return (
    <div className={styles['source']}>
      <Input.TextArea
        aria-label={t('filters.source')}
        className={styles['code']}
        disabled={disabled}
        autoSize={{ minRows: 1, maxRows: 12 }}
        {...(wrong ? { status: 'error' as const } : {})}
        value={text}
        onChange={(event) => { setText(event.target.value); }}
        onBlur={leave}
      />
      <p className={wrong ? styles['fault'] : styles['note']} role={wrong ? 'alert' : undefined}>
        {t(wrong ? 'filters.source_wrong' : 'filters.source_note')}
      </p>
    </div>
  );
}

interface LineProps {
  columns: readonly Column[];
  condition: Condition;
  names: Readonly<Record<string, string>>;
  disabled: boolean;
  onChange: (condition: Condition) => void;
}

/** With another operator the value stays where it fits the new one. */
function withOperator(condition: Condition, op: Condition['op']): Condition {
  const { field, value } = condition;
  return value === undefined || shapeOf(op) !== shapeOf(condition.op) ? { field, op } : { field, op, value };
}

/** A field, how it is compared, and with what. */
export function ConditionLine({ columns, condition, names, disabled, onChange }: LineProps) {
  const { t } = useTranslation();
  const text = useText();
  const column = columns.find((one) => one.id === condition.field);
  const fault = faultOf(condition, columns);
  const offered = column === undefined ? [] : operatorsOf(column);
  const ways = offered.includes(condition.op) ? offered : [...offered, condition.op];
  const red = (place: Fault) => (fault === place ? { status: 'error' as const } : {});
  return (
    <div className={styles['line']} data-fault={fault ?? undefined}>
      <div className={styles['parts']}>
        <Select
          {...red('field')}
          aria-label={t('filters.field')}
          placeholder={t('filters.field')}
          disabled={disabled}
          showSearch={{ optionFilterProp: 'label' }}
          options={columns.map((one) => ({ value: one.id, label: text(one.label) }))}
          {...(condition.field === '' ? {} : { value: column === undefined ? t('filters.unknown_field', { field: condition.field }) : condition.field })}
          onChange={(field: string) => {
            const chosen = columns.find((one) => one.id === field);
            const [op] = chosen === undefined ? [] : operatorsOf(chosen);
            if (op !== undefined) onChange({ field, op });
          }}
        />
        {column !== undefined && (
          <>
            <Select
              {...red('way')}
              aria-label={t('filters.way')}
              disabled={disabled}
              options={ways.map((op) => ({ value: op, label: t(`filters.operator.${op}`) }))}
              value={condition.op}
              onChange={(op) => { onChange(withOperator(condition, op)); }}
            />
            {canShow(column, condition) && (
              <OperandInput
                column={column}
                condition={condition}
                names={names}
                disabled={disabled}
                onChange={(value) => {
                  const { field, op } = condition;
                  onChange(value === undefined ? { field, op } : { field, op, value });
                }}
              />
            )}
          </>
        )}
      </div>
      {fault !== null && <p className={styles['fault']}>{t(`filters.fault.${fault}`, { field: condition.field, way: t(`filters.operator.${condition.op}`) })}</p>}
    </div>
  );
}
