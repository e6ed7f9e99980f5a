import { defineControl, type DisplayProps, type InputProps } from '../define';
import { DayPicker } from '../shared/DayPicker';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  return <DayPicker {...props} shown={asText(props.value)} withTime={false} onPick={props.onChange} />;
}

function Display({ value }: DisplayProps) {
  return <span>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'date', Input, Display, filter: 'date' });
