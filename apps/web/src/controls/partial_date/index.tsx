import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { NumberInput } from '../shared/NumberInput';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

const two = (number: number): string => String(number).padStart(2, '0');

function daysIn(year: string, month: string): number {
  return new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

/** The year is typed; month and day are chosen once what stands before them is known. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const [year = '', month = '', day = ''] = asText(props.value).split('-');
  const set = (parts: readonly string[]): void => {
    const known = parts.slice(0, parts.includes('') ? parts.indexOf('') : 3);
    props.onChange(known.length === 0 ? null : known.join('-'));
  };
  const shared = {
    disabled: props.disabled || year === '',
    allowClear: true,
    style: { minWidth: '5.5em' },
    ...(props.invalid ? { status: 'error' as const } : {}),
    'aria-describedby': props.describedBy,
  };
  return (
    <div className={styles['range']} role="group" aria-labelledby={`${props.id}-label`}>
      <NumberInput
        {...props}
        field={{ ...props.field, scale: 0 }}
        value={year}
        label={t('input.year_word')}
        suffix={t('input.year_word')}
        onChange={(text) => { set([asText(text), month, day]); }}
      />
      <Select
        {...shared}
        aria-label={t('input.month_word')}
        placeholder={t('input.month_word')}
        value={month === '' ? undefined : month}
        options={Array.from({ length: 12 }, (_, index) => ({ value: two(index + 1), label: t('input.month_of', { number: index + 1 }) }))}
        onChange={(picked?: string) => { set([year, picked ?? '', Number(day) <= daysIn(year, picked ?? '1') ? day : '']); }}
      />
      <Select
        {...shared}
        disabled={shared.disabled || month === ''}
        aria-label={t('input.day_word')}
        placeholder={t('input.day_word')}
        value={day === '' ? undefined : day}
        options={Array.from({ length: month === '' ? 31 : daysIn(year, month) }, (_, index) => ({ value: two(index + 1), label: t('input.day_of', { number: index + 1 }) }))}
        onChange={(picked?: string) => { set([year, month, picked ?? '']); }}
      />
    </div>
  );
}

function Display({ value }: DisplayProps) {
  return <span>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'partial_date', Input, Display, filter: 'text' });
