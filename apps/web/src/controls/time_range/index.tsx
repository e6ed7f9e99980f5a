import { useTranslation } from 'react-i18next';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { endsOf } from '../shared/RangeOfNumbers';
import styles from '../shared/shared.module.css';
import { TimeInput } from '../shared/TimeInput';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const ends = endsOf(props.value);
  const set = (part: Partial<typeof ends>): void => {
    const next = Object.fromEntries(Object.entries({ ...ends, ...part }).filter(([, end]) => end !== ''));
    props.onChange(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <div className={styles['range']} role="group" aria-labelledby={`${props.id}-label`}>
      <TimeInput {...props} value={ends.from} label={t('value.from')} onChange={(time) => { set({ from: asText(time) }); }} />
      <span aria-hidden="true">–</span>
      <TimeInput {...props} id={`${props.id}-to`} value={ends.to} label={t('value.to')} onChange={(time) => { set({ to: asText(time) }); }} />
    </div>
  );
}

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  const { from, to } = endsOf(value);
  if (from === '' || to === '') return null;
  const words = `${from.slice(0, 5)} – ${to.slice(0, 5)}`;
  return <span>{to < from ? t('input.next_day', { range: words }) : words}</span>;
}

export const control = defineControl({ kind: 'time_range', Input, Display, filter: 'none' });
