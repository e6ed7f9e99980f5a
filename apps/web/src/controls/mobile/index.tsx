import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Masked } from '../shared/Masked';

function Input(props: InputProps) {
  return <LineText {...props} inputMode="tel" autoComplete="tel" />;
}

function Display(props: DisplayProps) {
  return <Masked {...props} address={(number) => `tel:${number}`} />;
}

export const control = defineControl({ kind: 'mobile', Input, Display, filter: 'text' });
