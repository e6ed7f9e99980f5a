import { isText } from '@/api/narrow';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

/** The mask is what people see while nothing is entered; the engine fills in what stands between. */
function Input(props: InputProps) {
  const text = useText();
  const mask = isText(props.field.settings['mask']) ? props.field.settings['mask'] : '';
  const own = text(props.field.placeholder);
  return (
    <ImeText
      {...props}
      className={styles['mono']}
      placeholder={own === '' ? mask.replaceAll('\\', '') : own}
      inputMode={/[A*]/.test(mask) ? 'text' : 'numeric'}
      maxLength={mask.length * 2 + 4}
    />
  );
}

function Display({ value }: DisplayProps) {
  return <span className={styles['mono']}>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'masked_text', Input, Display, filter: 'text' });
