import { defineControl, type DisplayProps, type InputProps } from '../define';
import { UnitPicker, UnitWords } from '../shared/UnitPicker';

function Input(props: InputProps) {
  return <UnitPicker {...props} unit="quarter" />;
}

function Display({ value }: DisplayProps) {
  return <UnitWords unit="quarter" value={value} />;
}

export const control = defineControl({ kind: 'quarter', Input, Display, filter: 'period' });
