import { isText } from '@/api/narrow';
import { useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { currencySign } from '../shared/currency';
import { NumberInput } from '../shared/NumberInput';
import { asText } from '../shared/values';

function useSign(settings: Readonly<Record<string, unknown>>): string {
  const { currency } = useFormServices();
  const code = isText(settings['currency']) ? settings['currency'] : currency;
  return currencySign(code);
}

function Input(props: InputProps) {
  return <NumberInput {...props} prefix={useSign(props.field.settings)} />;
}

function Display({ value, field }: DisplayProps) {
  const format = useFormat();
  const sign = useSign(field.settings);
  const amount = asText(value);
  return amount === '' ? null : <span>{sign + format.number(amount)}</span>;
}

export const control = defineControl({ kind: 'money', Input, Display, filter: 'number', figures: true });
