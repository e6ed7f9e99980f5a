import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Outside } from '../shared/Masked';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  return <LineText {...props} inputMode="tel" autoComplete="tel" />;
}

/** A telephone dials the digits; the extension follows after a pause. */
function addressOf(number: string): string {
  const [main = '', extension] = number.split(/[^\d\s()+-]/);
  return `tel:${main.replaceAll(/[^\d+]/g, '')}${extension === undefined ? '' : `,${extension}`}`;
}

function Display({ value }: DisplayProps) {
  const number = asText(value);
  if (number === '') return null;
  return number.includes('*') ? <span>{number}</span> : <Outside address={addressOf(number)} text={number} />;
}

export const control = defineControl({ kind: 'landline', Input, Display, filter: 'text' });
