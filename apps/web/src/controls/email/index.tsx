import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Outside } from '../shared/Masked';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  return <LineText {...props} inputMode="email" autoComplete="email" maxLength={254} />;
}

function Display({ value }: DisplayProps) {
  const address = asText(value);
  if (address === '') return null;
  return address.includes('*') ? <span>{address}</span> : <Outside address={`mailto:${encodeURI(address)}`} text={address} />;
}

export const control = defineControl({ kind: 'email', Input, Display, filter: 'text' });
