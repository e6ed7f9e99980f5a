import { defineControl, type InputProps } from '../define';
import { Calculated } from '../shared/Calculated';
import { ReferencesShown } from '../shared/Reference';

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} field={props.field}>
      <ReferencesShown field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

export const control = defineControl({ kind: 'created_by', Input, Display: ReferencesShown, filter: 'none' });
