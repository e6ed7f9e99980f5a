import { defineControl, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Masked } from '../shared/Masked';

/** The last sign can be an X, so that a keyboard of digits is no help. */
function Input(props: InputProps) {
  return <LineText {...props} maxLength={24} />;
}

export const control = defineControl({ kind: 'id_card', Input, Display: Masked, filter: 'text' });
