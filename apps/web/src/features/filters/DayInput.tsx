import { DatePicker, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText, textIn } from '@/api/narrow';
import { useFormServices } from '@/controls';
import { asText } from '@/controls/shared/values';
import { civil } from '@/i18n/format';
import { dayBeside, daysOf, periods } from './filter';
import type { OperandProps } from './OperandInput';
import styles from './filters.module.css';

dayjs.extend(utc);
dayjs.extend(timezone);

const certain = 'certain';

/** A day or moment that is written down, or the one at which somebody asks. */
export function DayInput({ column, condition, variables = true, disabled = false, onChange }: OperandProps) {
  const { t } = useTranslation();
  const { zone } = useFormServices();
  const { op, value } = condition;
  const instant = column.filter === 'instant';
  const variable = isObject(value) ? textIn(value, 'var') : undefined;
  const text = asText(value);
  const there = instant && text !== '' ? civil(text, zone) : null;
  // From the beginning of a day on, or before it: the day says enough, unless a time was given.
  const withTime = instant && ((op !== 'ge' && op !== 'lt') || (there !== null && there.time !== '00:00'));
  const shown = text === '' ? null : dayjs(there === null ? text : `${there.date}T${there.time}`);
  const which = ['today', ...(instant ? ['now'] : [])];
  return (
    <div className={styles['pair']}>
      {variables && (
        <Select
          aria-label={t('filters.which_day')}
          disabled={disabled}
          value={variable ?? certain}
          options={[{ value: certain, label: t('filters.certain_day') }, ...which.map((one) => ({ value: one, label: t(`filters.variable.${one}`) }))]}
          onChange={(picked: string) => { onChange(picked === 'today' || picked === 'now' ? { var: picked } : undefined); }}
        />
      )}
      {variable === undefined && (
        <DatePicker
          aria-label={t('filters.value')}
          disabled={disabled}
          value={shown}
          {...(withTime ? { showTime: { format: 'HH:mm' }, format: 'YYYY-MM-DD HH:mm', needConfirm: false } : {})}
          onChange={(day) => {
            if (day === null) onChange(undefined);
            else onChange(instant ? dayjs.tz(day.format(withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'), zone).toISOString() : day.format('YYYY-MM-DD'));
          }}
        />
      )}
    </div>
  );
}

/** A named period, or days from one to another. */
export function PeriodInput({ condition, disabled = false, onChange }: OperandProps) {
  const { t } = useTranslation();
  const { value } = condition;
  const days = daysOf(condition);
  const [asks, setAsks] = useState(days !== null);
  const period = isObject(value) && isText(value['period']) ? value['period'] : undefined;
  const written = days !== null || (asks && period === undefined);
  return (
    <div className={styles['pair']}>
      <Select
        aria-label={t('filters.value')}
        placeholder={t('filters.value')}
        disabled={disabled}
        showSearch={{ optionFilterProp: 'label' }}
        value={written ? certain : periods.find((one) => one === period)}
        options={[...periods.map((one) => ({ value: one, label: t(`filters.period.${one}`) })), { value: certain, label: t('filters.certain_days') }]}
        onChange={(picked: string) => {
          setAsks(picked === certain);
          const named = periods.find((one) => one === picked);
          onChange(named === undefined ? undefined : { period: named });
        }}
      />
      {written && (
        <DatePicker.RangePicker
          aria-label={t('filters.value')}
          disabled={disabled}
          value={days === null ? null : [dayjs(days.from), dayjs(days.to)]}
          onChange={(picked) => {
            const [from, to] = picked ?? [];
            onChange(from === null || from === undefined || to === null || to === undefined ? undefined : [from.format('YYYY-MM-DD'), dayBeside(to.format('YYYY-MM-DD'), 1)]);
          }}
        />
      )}
    </div>
  );
}

export function TimeOperand({ condition, disabled = false, onChange }: OperandProps) {
  const { t } = useTranslation();
  const time = asText(condition.value);
  return (
    <TimePicker
      aria-label={t('filters.value')}
      disabled={disabled}
      format="HH:mm"
      needConfirm={false}
      value={time === '' ? null : dayjs(`2000-01-01T${time}`)}
      onChange={(picked) => { onChange(picked === null ? undefined : picked.format('HH:mm:ss')); }}
    />
  );
}
