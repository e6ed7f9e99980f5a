import { defineControl, type InputProps } from '../define';
import { RangeOfNumbers } from '../shared/RangeOfNumbers';
import { RangePicker } from '../shared/RangePicker';

function Input(props: InputProps) {
  return <RangePicker {...props} picker="year" pattern="YYYY" />;
}

export const control = defineControl({ kind: 'year_range', Input, Display: RangeOfNumbers, filter: 'none' });
