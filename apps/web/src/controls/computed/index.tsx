import { isText } from '@/api/narrow';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { useTranslation } from 'react-i18next';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { currencySign } from '../shared/currency';
import { Calculated } from '../shared/Calculated';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} compact={props.compact} field={props.field}>
      <Display field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

function Display({ value, field }: DisplayProps) {
  const { zone } = useFormServices();
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(zone);
  const unit = text(readLabel(field.settings['unit']));
  const { currency } = field.settings;
  if (typeof value === 'boolean') return <span>{value ? t('value.yes') : t('value.no')}</span>;
  const plain = asText(value);
  if (plain === '') return null;
  if (field.type === 'instant') return <span>{format.moment(plain)}</span>;
  if (field.type !== 'number') return <span>{plain}</span>;
  const number = isText(currency) ? currencySign(currency) + format.number(plain) : format.number(plain);
  return <span>{unit === '' ? number : `${number} ${unit}`}</span>;
}

export const control = defineControl({ kind: 'computed', Input, Display, filter: 'number', figures: true });
