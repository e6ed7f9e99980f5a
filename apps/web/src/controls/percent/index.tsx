import { defineControl, type DisplayProps, type InputProps } from '../define';
import { movePoint, NumberInput } from '../shared/NumberInput';
import { asText } from '../shared/values';

/** The value is a fraction; people read and write it per hundred. */
function Input(props: InputProps) {
  const scale = props.field.scale === null ? null : props.field.scale - 2;
  return (
    <NumberInput
      {...props}
      field={{ ...props.field, scale }}
      value={movePoint(asText(props.value), 2)}
      suffix="%"
      onChange={(typed) => {
        props.onChange(typed === null ? null : movePoint(asText(typed), -2));
      }}
    />
  );
}

function Display({ value }: DisplayProps) {
  const fraction = asText(value);
  return fraction === '' ? null : <span>{movePoint(fraction, 2)}%</span>;
}

export const control = defineControl({ kind: 'percent', Input, Display, filter: 'number', figures: true });
