import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Masked } from '../shared/Masked';

function Input(props: InputProps) {
  return <LineText {...props} inputMode="numeric" maxLength={30} />;
}

/** Groups of four, as on the card. */
function Display(props: DisplayProps) {
  return <Masked {...props} write={(number) => number.replaceAll(/\d{4}(?=\d)/g, (group) => `${group} `)} />;
}

export const control = defineControl({ kind: 'bank_card', Input, Display, filter: 'text' });
