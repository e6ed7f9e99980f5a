import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { InputProps } from '../define';
import { asRange } from './values';

interface RangePickerProps extends InputProps {
  picker: 'date' | 'month' | 'quarter' | 'year';
  /** How both ends stand in the value. */
  pattern: string;
  withTime?: boolean;
}

/** Two ends of a range; the value is there when both are. */
export function RangePicker(props: RangePickerProps) {
  const { t } = useTranslation();
  const range = asRange(props.value);
  const ends: [Dayjs, Dayjs] | null = range === null ? null : [dayjs(range.from), dayjs(range.to)];
  return (
    <DatePicker.RangePicker
      id={{ start: props.id, end: `${props.id}-to` }}
      style={{ width: '100%' }}
      picker={props.picker}
      value={ends}
      showTime={props.withTime === true ? { format: 'HH:mm' } : false}
      {...(props.withTime === true ? { format: props.pattern } : {})}
      disabled={props.disabled}
      placeholder={[t('value.from'), t('value.to')]}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(picked) => {
        const [from, to] = picked ?? [null, null];
        props.onChange(from === null || to === null ? null : { from: from.format(props.pattern), to: to.format(props.pattern) });
      }}
    />
  );
}
