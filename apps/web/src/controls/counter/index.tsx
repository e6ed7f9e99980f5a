import { MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { NumberInput } from '../shared/NumberInput';
import { asText, settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const { settings } = props.field;
  const [min, max, step] = [settingNumber(settings, 'min'), settingNumber(settings, 'max'), settingNumber(settings, 'step') ?? 1];
  const unit = text(readLabel(settings['unit']));
  const plain = asText(props.value);
  const value = Number(plain);
  const fewer = plain === '' ? (min ?? 0) : value - step;
  const more = plain === '' ? (min ?? 0) : value + step;
  const move = (to: number): void => {
    props.onChange(String(Math.min(Math.max(to, min ?? to), max ?? to)));
  };
  return (
    <Space.Compact block>
      <Button
        icon={<MinusOutlined aria-hidden />}
        aria-label={t('input.fewer')}
        disabled={props.disabled || (plain !== '' && min !== undefined && value <= min)}
        onClick={() => { move(fewer); }}
      />
      <NumberInput {...props} {...(unit === '' ? {} : { suffix: unit })} />
      <Button
        icon={<PlusOutlined aria-hidden />}
        aria-label={t('input.more')}
        disabled={props.disabled || (plain !== '' && max !== undefined && value >= max)}
        onClick={() => { move(more); }}
      />
    </Space.Compact>
  );
}

function Display({ value, field }: DisplayProps) {
  const format = useFormat();
  const unit = useText()(readLabel(field.settings['unit']));
  const number = asText(value);
  if (number === '') return null;
  return <span>{unit === '' ? format.number(number) : `${format.number(number)} ${unit}`}</span>;
}

export const control = defineControl({ kind: 'counter', Input, Display, filter: 'number', figures: true });
