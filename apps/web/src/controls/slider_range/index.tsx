import { Slider } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type InputProps } from '../define';
import { RangeOfNumbers } from '../shared/RangeOfNumbers';
import { SlideFrame } from '../shared/SlideFrame';
import { useScale } from '../shared/scale';
import { asRange } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const scale = useScale(props.field);
  const range = asRange(props.value);
  const words = (number: string): string => (scale.unit === '' ? number : `${number} ${scale.unit}`);
  return (
    <SlideFrame {...props} scale={scale} shown={range === null ? '' : words(`${range.from} – ${range.to}`)}>
      <Slider
        range
        id={props.id}
        min={scale.min}
        max={scale.max}
        step={scale.step}
        value={range === null ? [scale.min, scale.max] : [Number(range.from), Number(range.to)]}
        included={range !== null}
        disabled={props.disabled}
        tooltip={{ formatter: (number) => (number === undefined ? '' : words(scale.write(number))) }}
        ariaLabelForHandle={[t('value.from'), t('value.to')]}
        ariaRequired={props.required}
        onChange={([from, to]) => {
          if (from !== undefined && to !== undefined) props.onChange({ from: scale.write(from), to: scale.write(to) });
        }}
      />
    </SlideFrame>
  );
}

export const control = defineControl({ kind: 'slider_range', Input, Display: RangeOfNumbers, filter: 'none' });
