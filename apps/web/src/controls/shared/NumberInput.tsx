import { InputNumber } from 'antd';
import { useText } from '@/i18n';
import type { InputProps } from '../define';
import { asText } from './values';

interface NumberInputProps extends InputProps {
  prefix?: string;
  suffix?: string;
}

/** A number that keeps all its digits: it is a text from the keyboard to the server. */
export function NumberInput(props: NumberInputProps) {
  const text = useText();
  return (
    <InputNumber<string>
      id={props.id}
      stringMode
      controls={false}
      style={{ width: '100%' }}
      inputMode={props.field.scale === 0 ? 'numeric' : 'decimal'}
      value={asText(props.value) === '' ? null : asText(props.value)}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      prefix={props.prefix}
      suffix={props.suffix}
      {...(props.invalid ? { status: 'error' as const } : {})}
      {...(props.field.scale === null ? {} : { precision: props.field.scale })}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onInput={(typed) => {
        const plain = typed.replaceAll(',', '').trim();
        if (/^-?\d*\.?\d+$/.test(plain)) props.onChange(plain);
      }}
      onChange={(number) => {
        props.onChange(number);
      }}
    />
  );
}
