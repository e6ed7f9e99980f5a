import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

/** The keyboard that a phone shows for a format. */
function inputModeOf(format: unknown): 'text' | 'tel' | 'email' | 'url' {
  if (format === 'phone') return 'tel';
  return format === 'email' || format === 'url' ? format : 'text';
}

function Input(props: InputProps) {
  const text = useText();
  const { settings, placeholder } = props.field;
  return (
    <ImeText
      {...props}
      placeholder={text(placeholder)}
      maxLength={settingNumber(settings, 'max_length')}
      inputMode={inputModeOf(settings['format'])}
    />
  );
}

function Display({ value }: DisplayProps) {
  return <span className={styles['pre']}>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'text', Input, Display, filter: 'text' });
