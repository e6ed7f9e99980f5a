import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { Calculated } from '../shared/Calculated';
import { asText } from '../shared/values';

function Display({ value, field }: DisplayProps) {
  const text = useText();
  const format = useFormat();
  const plain = asText(value);
  const unit = text(readLabel(field.settings['unit']));
  if (plain === '') return null;
  return <span>{unit === '' ? format.number(plain) : `${format.number(plain)} ${unit}`}</span>;
}

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} field={props.field}>
      <Display field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

export const control = defineControl({ kind: 'roll_up', Input, Display, filter: 'none', figures: true });
