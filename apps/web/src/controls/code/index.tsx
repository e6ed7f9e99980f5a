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
      className={styles['mono']}
      rows={settingNumber(props.field.settings, 'rows') ?? 6}
      placeholder={text(props.field.placeholder)}
      maxLength={settingNumber(props.field.settings, 'max_length')}
    />
  );
}

function Display({ value, compact }: DisplayProps) {
  const code = asText(value);
  if (compact === true) return <code className={styles['line']}>{code.split('\n', 1)[0]}</code>;
  return (
    <pre className={styles['code']} tabIndex={0}>
      {code}
    </pre>
  );
}

export const control = defineControl({ kind: 'code', Input, Display, filter: 'text', wide: true });
