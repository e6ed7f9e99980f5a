import { defineControl, type DisplayProps, type InputProps } from '../define';
import { RangePicker } from '../shared/RangePicker';
import { UnitRangeWords } from '../shared/UnitPicker';

function Input(props: InputProps) {
  return <RangePicker {...props} picker="month" pattern="YYYY-MM-DD" />;
}

function Display({ value }: DisplayProps) {
  return <UnitRangeWords unit="month" value={value} />;
}

export const control = defineControl({ kind: 'month_range', Input, Display, filter: 'none' });
