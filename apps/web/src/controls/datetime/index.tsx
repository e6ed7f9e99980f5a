import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { civil, useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { DayPicker } from '../shared/DayPicker';
import { asText } from '../shared/values';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Moments are picked in the zone of the app, wherever the browser stands. */
function Input(props: InputProps) {
  const { zone } = useFormServices();
  const instant = asText(props.value);
  const there = instant === '' ? null : civil(instant, zone);
  return (
    <DayPicker
      {...props}
      shown={there === null ? '' : `${there.date} ${there.time}`}
      withTime
      onPick={(shown) => {
        props.onChange(shown === null ? null : dayjs.tz(shown, 'YYYY-MM-DD HH:mm', zone).toISOString());
      }}
    />
  );
}

function Display({ value }: DisplayProps) {
  const { zone } = useFormServices();
  const format = useFormat(zone);
  return <span>{format.moment(asText(value))}</span>;
}

export const control = defineControl({ kind: 'datetime', Input, Display, filter: 'instant' });
