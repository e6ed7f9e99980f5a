import { Slider } from 'antd';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { SlideFrame } from '../shared/SlideFrame';
import { useScale } from '../shared/scale';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const scale = useScale(props.field);
  const plain = asText(props.value);
  const words = (number: string): string => (scale.unit === '' ? number : `${number} ${scale.unit}`);
  return (
    <SlideFrame {...props} scale={scale} shown={plain === '' ? '' : words(plain)}>
      <Slider
        id={props.id}
        min={scale.min}
        max={scale.max}
        step={scale.step}
        value={plain === '' ? scale.min : Number(plain)}
        included={plain !== ''}
        disabled={props.disabled}
        tooltip={{ formatter: (number) => (number === undefined ? '' : words(scale.write(number))) }}
        ariaLabelledByForHandle={`${props.id}-label`}
        ariaValueTextFormatterForHandle={(number) => words(scale.write(number))}
        ariaRequired={props.required}
        onChange={(number) => { props.onChange(scale.write(number)); }}
      />
    </SlideFrame>
  );
}

function Display({ value, field }: DisplayProps) {
  const unit = useText()(readLabel(field.settings['unit']));
  const number = asText(value);
  if (number === '') return null;
  return <span>{unit === '' ? number : `${number} ${unit}`}</span>;
}

export const control = defineControl({ kind: 'slider', Input, Display, filter: 'number', figures: true });
