import { defineControl, type InputProps } from '../define';
import { Calculated } from '../shared/Calculated';
import { MomentShown } from '../shared/Moment';

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} field={props.field}>
      <MomentShown field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

export const control = defineControl({ kind: 'updated_at', Input, Display: MomentShown, filter: 'none' });
