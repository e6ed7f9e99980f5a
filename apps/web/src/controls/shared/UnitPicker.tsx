import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useText } from '@/i18n';
import type { DisplayProps, InputProps } from '../define';
import { firstDay, useUnitWords, type Unit } from './units';
import { asRange, asText } from './values';

/** Picks a month, a quarter or a week, or takes it from the keyboard: 2026-03, 2026-Q1. The value is its first day. */
export function UnitPicker({ unit, ...props }: InputProps & { unit: Unit }) {
  const text = useText();
  const value = asText(props.value);
  const day = value === '' ? null : dayjs(value);
  return (
    <DatePicker
      id={props.id}
      style={{ width: '100%' }}
      picker={unit}
      value={day?.isValid() === true ? day : null}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(picked) => {
        props.onChange(picked === null ? null : firstDay(unit, picked));
      }}
    />
  );
}

/** A period in words. */
export function UnitWords({ unit, value }: { unit: Unit; value: unknown }) {
  const words = useUnitWords(unit);
  const day = asText(value);
  return day === '' ? null : <span>{words(day)}</span>;
}

/** From a period to a period, in words. */
export function UnitRangeWords({ unit, value }: Pick<DisplayProps, 'value'> & { unit: Unit }) {
  const words = useUnitWords(unit);
  const range = asRange(value);
  return range === null ? null : (
    <span>
      {words(range.from)} – {words(range.to)}
    </span>
  );
}
