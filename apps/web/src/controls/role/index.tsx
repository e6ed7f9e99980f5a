import { defineControl, type InputProps } from '../define';
import { OptionSelect, OptionsSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';

function Input(props: InputProps) {
  return props.field.several ? <OptionsSelect {...props} /> : <OptionSelect {...props} />;
}

export const control = defineControl({ kind: 'role', Input, Display: OptionsShown, filter: (field) => (field.several ? 'choices' : 'choice') });
