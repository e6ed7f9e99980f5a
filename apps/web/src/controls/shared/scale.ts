import { readLabel } from '@/engine/protocol';
import type { FieldDescription } from '@/engine';
import { useText } from '@/i18n';
import { settingNumber } from './values';

export interface Scale {
  min: number;
  max: number;
  step: number;
  /** A number as the value writes it: with the digits of the step. */
  write: (number: number) => string;
  unit: string;
  low: string;
  high: string;
}

function digits(number: number): number {
  const [, fraction = ''] = String(number).split('.');
  return fraction.length;
}

/** The scale on which the thumb of a slider moves. */
export function useScale({ settings }: FieldDescription): Scale {
  const text = useText();
  const [min, max, step] = [settingNumber(settings, 'min') ?? 0, settingNumber(settings, 'max') ?? 100, settingNumber(settings, 'step') ?? 1];
  const places = Math.max(digits(min), digits(max), digits(step));
  const label = (key: string): string => text(readLabel(settings[key]));
  return { min, max, step, write: (number) => number.toFixed(places), unit: label('unit'), low: label('low_text'), high: label('high_text') };
}
