import { defineControl, type DisplayProps, type InputProps } from '../define';
import { UnitPicker, UnitWords } from '../shared/UnitPicker';

function Input(props: InputProps) {
  return <UnitPicker {...props} unit="week" />;
}

function Display({ value }: DisplayProps) {
  return <UnitWords unit="week" value={value} />;
}

export const control = defineControl({ kind: 'week', Input, Display, filter: 'period' });
