import { InputNumber } from 'antd';
import { useRef } from 'react';
import { useText } from '@/i18n';
import type { InputProps } from '../define';
import { asText } from './values';

interface NumberInputProps extends InputProps {
  prefix?: string;
  suffix?: string;
  /** The name of an input that no label belongs to. */
  label?: string;
}

/** A number that keeps all its digits: it is a text from the keyboard to the server. */
export function NumberInput(props: NumberInputProps) {
  const text = useText();
  /** What this event has handed on already: the input tells of one letter twice. */
  const told = useRef<string | null | undefined>(undefined);
  const tell = (number: string | null): void => {
    if (told.current === number) return;
    told.current = number;
    queueMicrotask(() => { told.current = undefined; });
    props.onChange(number);
  };
  return (
    <InputNumber<string>
      id={props.id}
      stringMode
      controls={false}
      // In a table the arrows go up and down the column.
      keyboard={props.compact !== true}
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
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      onInput={(typed) => {
        const plain = typed.replaceAll(',', '').trim();
        if (/^-?\d*\.?\d+$/.test(plain)) tell(plain);
      }}
      onChange={tell}
    />
  );
}

/** Moves the decimal point of a number that is a text, so that no digit is lost: `0.125` by 2 is `12.5`. */
export function movePoint(plain: string, places: number): string {
  if (!/^-?\d*\.?\d*$/.test(plain) || !/\d/.test(plain)) return '';
  const sign = plain.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + places;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 0);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const tail = padded.slice(at);
  return sign + (tail === '' ? head : `${head}.${tail}`);
}
