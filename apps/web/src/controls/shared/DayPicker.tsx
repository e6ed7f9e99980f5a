import { DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useText } from '@/i18n';
import type { InputProps } from '../define';

interface DayPickerProps extends InputProps {
  /** What the picker shows, as a civil day or `YYYY-MM-DD HH:mm`; empty for none. */
  shown: string;
  withTime: boolean;
  onPick: (shown: string | null) => void;
}

/** A calendar for civil days and times. What they mean in UTC is the caller's business. */
export function DayPicker(props: DayPickerProps) {
  const text = useText();
  const pattern = props.withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD';
  const day = props.shown === '' ? null : dayjs(props.shown);
  return (
    <DatePicker
      id={props.id}
      style={{ width: '100%' }}
      value={day?.isValid() === true ? day : null}
      format={pattern}
      showTime={props.withTime ? { format: 'HH:mm' } : false}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(picked: Dayjs | null) => {
        props.onPick(picked === null ? null : picked.format(pattern));
      }}
    />
  );
}
