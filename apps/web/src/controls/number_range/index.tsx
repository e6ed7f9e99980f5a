import { useTranslation } from 'react-i18next';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type InputProps } from '../define';
import { NumberInput } from '../shared/NumberInput';
import { endsOf, RangeOfNumbers } from '../shared/RangeOfNumbers';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const unit = useText()(readLabel(props.field.settings['unit']));
  const ends = endsOf(props.value);
  const field = { ...props.field, scale: settingNumber(props.field.settings, 'scale') ?? 2 };
  const set = (part: Partial<typeof ends>): void => {
    const next = Object.fromEntries(Object.entries({ ...ends, ...part }).filter(([, end]) => end !== ''));
    props.onChange(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <div className={styles['range']} role="group" aria-labelledby={`${props.id}-label`}>
      <NumberInput {...props} field={field} value={ends.from} label={t('value.from')} onChange={(typed) => { set({ from: asText(typed) }); }} />
      <span aria-hidden="true">–</span>
      <NumberInput
        {...props}
        id={`${props.id}-to`}
        field={field}
        value={ends.to}
        label={t('value.to')}
        {...(unit === '' ? {} : { suffix: unit })}
        onChange={(typed) => { set({ to: asText(typed) }); }}
      />
    </div>
  );
}

export const control = defineControl({ kind: 'number_range', Input, Display: RangeOfNumbers, filter: 'none' });
