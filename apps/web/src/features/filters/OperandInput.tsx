import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, isText, textIn } from '@/api/narrow';
import { asText } from '@/controls/shared/values';
import { useText } from '@/i18n';
import type { Condition } from '@/generated/definition';
import type { Column } from './columns';
import { DayInput, PeriodInput, TimeOperand } from './DayInput';
import { shapeOf } from './filter';
import { ReferenceInput } from './ReferenceInput';

export interface OperandProps {
  column: Column;
  condition: Condition;
  /** Names of what conditions refer to. */
  names: Readonly<Record<string, string>>;
  /** Whether it can be compared with what is known only when somebody asks: today, now. */
  variables?: boolean;
  disabled?: boolean;
  onChange: (value: Condition['value']) => void;
}

/** A number as it was typed: whole ones as numbers, others with all their digits. */
function numberOf(text: string): number | string | null {
  if (!/^-?\d+(\.\d+)?$/.test(text.trim())) return null;
  return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text.trim();
}

/** Several texts or numbers, each entered with Enter. */
function SeveralInput({ column, condition, disabled = false, onChange }: OperandProps) {
  const { t } = useTranslation();
  const items = Array.isArray(condition.value) ? condition.value : condition.value === undefined ? [] : [condition.value];
  const number = column.filter === 'number';
  return (
    <Select
      aria-label={t('filters.value')}
      mode="tags"
      open={false}
      suffixIcon={null}
      disabled={disabled}
      placeholder={t('filters.several')}
      value={items.map(String)}
      onChange={(texts: readonly string[]) => { onChange(number ? texts.map(numberOf).filter((one) => one !== null) : texts.filter((text) => text !== '')); }}
    />
  );
}

function OptionsInput({ column, condition, disabled = false, onChange }: OperandProps) {
  const { t } = useTranslation();
  const text = useText();
  const several = shapeOf(condition.op) === 'many';
  const chosen = (Array.isArray(condition.value) ? condition.value : [condition.value]).filter(isText);
  const nameOf = (id: string, seen: readonly string[] = []): string => {
    const option = column.options.find((one) => one.id === id);
    if (option === undefined) return id;
    const above = option.parent === null || seen.includes(id) ? '' : `${nameOf(option.parent, [...seen, id])} / `;
    return `${above}${text(option.label)}`;
  };
  return (
    <Select
      aria-label={t('filters.value')}
      placeholder={t('filters.value')}
      disabled={disabled}
      showSearch={{ optionFilterProp: 'label' }}
      {...(several ? { mode: 'multiple' as const, value: chosen } : { value: chosen[0] })}
      options={column.options.filter((option) => !option.retired || chosen.includes(option.id)).map(({ id }) => ({ value: id, label: nameOf(id) }))}
      onChange={(picked: string | readonly string[] | undefined) => { onChange(isText(picked) || picked === undefined ? picked : [...picked]); }}
    />
  );
}

/** Whether the input of the kind can show the value; if not, the condition is shown as it is written. */
export function canShow({ filter }: Column, { op, value }: Condition): boolean {
  if (value === undefined || value === null) return value === undefined;
  const shape = shapeOf(op);
  const scalar = (one: unknown): boolean => (filter === 'bool' ? typeof one === 'boolean' : filter === 'number' ? isText(one) || typeof one === 'number' : isText(one));
  if (isObject(value)) {
    const variable = textIn(value, 'var');
    if (shape === 'period') return isText(value['period']);
    if (variable === undefined || Object.keys(value).length !== 1) return false;
    if (filter === 'reference' || filter === 'references' || filter === 'involved') return variable === 'current_user' || variable === 'current_departments';
    return shape === 'one' && (filter === 'date' || filter === 'instant' || filter === 'period') && (variable === 'today' || variable === 'now');
  }
  if (Array.isArray(value)) {
    if (shape === 'period') return value.length === 2 && value.every((day) => isText(day) && /^\d{4}-\d\d-\d\d$/.test(day));
    return shape === 'many' && value.every(scalar) && !['date', 'instant', 'period', 'time', 'bool'].includes(filter);
  }
  return shape === 'nothing' || shape === 'period' ? false : scalar(value);
}

/** What a field is compared with: the input of its kind. */
export function OperandInput(props: OperandProps) {
  const { t } = useTranslation();
  const { column, condition, disabled = false, onChange } = props;
  const label = { 'aria-label': t('filters.value'), disabled };
  const shape = shapeOf(condition.op);
  if (shape === 'nothing') return null;
  if (shape === 'period') return <PeriodInput {...props} />;
  switch (column.filter) {
    case 'choice':
    case 'choices':
      return <OptionsInput {...props} />;
    case 'reference':
    case 'references':
    case 'involved':
      return <ReferenceInput {...props} />;
    case 'bool':
      return (
        <Select
          {...label}
          placeholder={t('filters.value')}
          value={typeof condition.value === 'boolean' ? condition.value : undefined}
          options={[{ value: true, label: t('value.yes') }, { value: false, label: t('value.no') }]}
          onChange={onChange}
        />
      );
    case 'date':
    case 'period':
    case 'instant':
      return <DayInput {...props} />;
    case 'time':
      return <TimeOperand {...props} />;
    case 'tags':
      return <SeveralInput {...props} />;
    case 'number':
      if (shape === 'many') return <SeveralInput {...props} />;
      return <InputNumber<string> {...label} stringMode style={{ width: '100%' }} value={asText(condition.value)} onChange={(value) => { onChange(value === null ? undefined : (numberOf(String(value)) ?? value)); }} />;
    default:
      if (shape === 'many') return <SeveralInput {...props} />;
      return <Input {...label} value={asText(condition.value)} onChange={(event) => { onChange(event.target.value === '' ? undefined : event.target.value); }} />;
  }
}
