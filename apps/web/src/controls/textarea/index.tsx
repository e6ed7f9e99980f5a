import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const text = useText();
  return (
    <ImeText
      {...props}
      rows={settingNumber(props.field.settings, 'rows') ?? 3}
      placeholder={text(props.field.placeholder)}
      maxLength={settingNumber(props.field.settings, 'max_length')}
    />
  );
}

function Display({ value, compact }: DisplayProps) {
  return <span className={compact === true ? styles['line'] : styles['pre']}>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'textarea', Input, Display, filter: 'text', wide: true });
