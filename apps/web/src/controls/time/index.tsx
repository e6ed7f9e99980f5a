import { defineControl, type DisplayProps, type InputProps } from '../define';
import { TimeInput } from '../shared/TimeInput';
import { asText, settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const { settings } = props.field;
  return <TimeInput {...props} step={settingNumber(settings, 'step') ?? 1} seconds={settings['seconds'] === true} />;
}

function Display({ value, field }: DisplayProps) {
  const time = asText(value);
  return <span>{field.settings['seconds'] === true ? time : time.slice(0, 5)}</span>;
}

export const control = defineControl({ kind: 'time', Input, Display, filter: 'time' });
