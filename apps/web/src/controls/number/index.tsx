import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { NumberInput } from '../shared/NumberInput';
import { asText } from '../shared/values';

function useUnit(settings: Readonly<Record<string, unknown>>): string {
  return useText()(readLabel(settings['unit']));
}

function Input(props: InputProps) {
  const unit = useUnit(props.field.settings);
  return <NumberInput {...props} {...(unit === '' ? {} : { suffix: unit })} />;
}

function Display({ value, field }: DisplayProps) {
  const format = useFormat();
  const unit = useUnit(field.settings);
  const number = asText(value);
  if (number === '') return null;
  const shown = field.settings['grouped'] === false ? number : format.number(number);
  return <span>{unit === '' ? shown : `${shown} ${unit}`}</span>;
}

export const control = defineControl({ kind: 'number', Input, Display, filter: 'number', figures: true });
