import { useTranslation } from 'react-i18next';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { StepRow, type Step } from '../shared/StepRow';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const { settings } = props.field;
  const low = text(readLabel(settings['low_text'])) || t('input.nps_low');
  const high = text(readLabel(settings['high_text'])) || t('input.nps_high');
  const steps = Array.from({ length: 11 }, (_, value): Step => {
    const meaning = value === 0 ? low : high;
    return { value, name: value === 0 || value === 10 ? `${String(value)} ${meaning}` : String(value), face: <span aria-hidden="true">{value}</span> };
  });
  return (
    <div className={styles['nps']}>
      <StepRow {...props} look="figure" steps={steps} />
      <div className={styles['ends']} aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </div>
    </div>
  );
}

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  const answer = asText(value);
  return answer === '' ? null : <span title={t('input.nps_of', { answer })}>{answer}</span>;
}

export const control = defineControl({ kind: 'nps', Input, Display, filter: 'number', wide: true, figures: true });
