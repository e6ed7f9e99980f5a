import { defineControl, type DisplayProps, type InputProps } from '../define';
import { RangePicker } from '../shared/RangePicker';
import { asRange } from '../shared/values';

function Input(props: InputProps) {
  return <RangePicker {...props} picker="date" pattern="YYYY-MM-DD" />;
}

function Display({ value }: DisplayProps) {
  const range = asRange(value);
  return range === null ? null : (
    <span>
      {range.from} – {range.to}
    </span>
  );
}

export const control = defineControl({ kind: 'date_range', Input, Display, filter: 'none' });
