import { defineControl, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Masked } from '../shared/Masked';

function Input(props: InputProps) {
  return <LineText {...props} maxLength={30} />;
}

export const control = defineControl({ kind: 'credit_code', Input, Display: Masked, filter: 'text' });
