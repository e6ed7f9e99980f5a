import { defineControl, type InputProps } from '../define';
import { OptionsSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';

function Input(props: InputProps) {
  return <OptionsSelect {...props} search={props.field.settings['search'] !== false} />;
}

export const control = defineControl({ kind: 'multi_dropdown', Input, Display: OptionsShown, filter: 'choices' });
