import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { civil, useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { RangePicker } from '../shared/RangePicker';
import { asRange } from '../shared/values';

dayjs.extend(utc);
dayjs.extend(timezone);

const pattern = 'YYYY-MM-DD HH:mm';

/** Moments are picked in the zone of the app, wherever the browser stands. */
function Input(props: InputProps) {
  const { zone } = useFormServices();
  const range = asRange(props.value);
  const there = (instant: string): string => {
    const { date, time } = civil(instant, zone);
    return `${date} ${time}`;
  };
  const moment = (shown: string): string => dayjs.tz(shown, pattern, zone).toISOString();
  return (
    <RangePicker
      {...props}
      picker="date"
      pattern={pattern}
      withTime
      value={range === null ? null : { from: there(range.from), to: there(range.to) }}
      onChange={(picked) => {
        const ends = asRange(picked);
        props.onChange(ends === null ? null : { from: moment(ends.from), to: moment(ends.to) });
      }}
    />
  );
}

function Display({ value }: DisplayProps) {
  const { zone } = useFormServices();
  const format = useFormat(zone);
  const range = asRange(value);
  return range === null ? null : (
    <span>
      {format.moment(range.from)} – {format.moment(range.to)}
    </span>
  );
}

export const control = defineControl({ kind: 'datetime_range', Input, Display, filter: 'none' });
