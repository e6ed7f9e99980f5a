import { isObject } from '@/api/narrow';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import type { DisplayProps } from '../define';
import { asText } from './values';

/** Both ends of a range as they stand in the value; one can be left out. */
export function endsOf(value: unknown): { from: string; to: string } {
  return isObject(value) ? { from: asText(value['from']), to: asText(value['to']) } : { from: '', to: '' };
}

/** A range in words: `5 – 8 mm`, `≥ 5 mm`. */
export function RangeOfNumbers({ value, field }: DisplayProps) {
  const unit = useText()(readLabel(field.settings['unit']));
  const { from, to } = endsOf(value);
  if (from === '' && to === '') return null;
  let words = `${from} – ${to}`;
  if (to === '') words = `≥ ${from}`;
  else if (from === '') words = `≤ ${to}`;
  return <span>{unit === '' ? words : `${words} ${unit}`}</span>;
}
