import { defineControl, type DisplayProps, type InputProps } from '../define';
import { UnitPicker, UnitWords } from '../shared/UnitPicker';

function Input(props: InputProps) {
  return <UnitPicker {...props} unit="month" />;
}

function Display({ value }: DisplayProps) {
  return <UnitWords unit="month" value={value} />;
}

export const control = defineControl({ kind: 'month', Input, Display, filter: 'period' });
