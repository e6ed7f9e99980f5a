import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { asText, settingNumber } from '../shared/values';

/** A year is a number; the picker shows decades. */
function Input(props: InputProps) {
  const text = useText();
  const { settings } = props.field;
  const [min, max] = [settingNumber(settings, 'min') ?? 1900, settingNumber(settings, 'max') ?? 2199];
  const year = asText(props.value);
  return (
    <DatePicker
      id={props.id}
      style={{ width: '100%' }}
      picker="year"
      inputMode="numeric"
      value={year === '' ? null : dayjs(`${year.padStart(4, '0')}-01-01`)}
      minDate={dayjs(`${String(min).padStart(4, '0')}-01-01`)}
      maxDate={dayjs(`${String(max).padStart(4, '0')}-12-31`)}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(picked) => {
        props.onChange(picked === null ? null : picked.year());
      }}
    />
  );
}

function Display({ value }: DisplayProps) {
  return <span>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'year', Input, Display, filter: 'number' });
