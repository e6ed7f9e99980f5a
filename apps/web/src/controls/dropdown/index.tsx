import { defineControl, type InputProps } from '../define';
import { OptionSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';

function Input(props: InputProps) {
  return <OptionSelect {...props} search={props.field.settings['search'] !== false} />;
}

export const control = defineControl({ kind: 'dropdown', Input, Display: OptionsShown, filter: 'choice' });
