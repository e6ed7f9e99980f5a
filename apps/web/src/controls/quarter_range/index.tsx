import { defineControl, type DisplayProps, type InputProps } from '../define';
import { RangePicker } from '../shared/RangePicker';
import { UnitRangeWords } from '../shared/UnitPicker';

function Input(props: InputProps) {
  return <RangePicker {...props} picker="quarter" pattern="YYYY-MM-DD" />;
}

function Display({ value }: DisplayProps) {
  return <UnitRangeWords unit="quarter" value={value} />;
}

export const control = defineControl({ kind: 'quarter_range', Input, Display, filter: 'none' });
