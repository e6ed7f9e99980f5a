import { useTranslation } from 'react-i18next';
import { isText } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { NumberInput } from '../shared/NumberInput';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';
import { partsOf, secondsOf, unitsOf, wordsOf, type LengthUnit } from './length';

const wordOf = { d: 'input.days', h: 'input.hours', m: 'input.minutes', s: 'input.seconds' } as const satisfies Record<LengthUnit, string>;

/** One number for each unit; the value is their sum in seconds. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const units = unitsOf(props.field.settings['units']);
  const value = asText(props.value);
  const parts = value === '' ? null : partsOf(Number(value), units);
  const field = { ...props.field, scale: 0 };
  return (
    <div className={styles['range']} role="group" aria-labelledby={`${props.id}-label`}>
      {units.map((unit, index) => (
        <NumberInput
          key={unit}
          {...props}
          id={index === 0 ? props.id : `${props.id}-${unit}`}
          field={field}
          value={parts === null ? '' : String(parts[index] ?? 0)}
          label={t(wordOf[unit])}
          suffix={t(wordOf[unit])}
          onChange={(typed) => {
            const plain = asText(typed);
            const next = units.map((_, at) => (at === index ? Number(plain) : (parts?.[at] ?? 0)));
            const nothing = plain === '' && next.every((count) => count === 0);
            props.onChange(nothing ? null : secondsOf(next, units));
          }}
        />
      ))}
    </div>
  );
}

function Display({ value, field }: DisplayProps) {
  const { t } = useTranslation();
  const seconds = asText(value);
  if (seconds === '' || !isText(seconds)) return null;
  const units = unitsOf(field.settings['units']);
  return <span>{wordsOf(Number(seconds), units, (unit, count) => t(`input.length.${unit}`, { count }), t('input.length.between'))}</span>;
}

export const control = defineControl({ kind: 'duration', Input, Display, filter: 'number' });
