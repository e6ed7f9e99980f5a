import { defineControl, type InputProps } from '../define';
import { Calculated } from '../shared/Calculated';
import { OptionsShown } from '../shared/Shown';

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} field={props.field}>
      <OptionsShown field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

export const control = defineControl({ kind: 'flow_state', Input, Display: OptionsShown, filter: 'none' });
