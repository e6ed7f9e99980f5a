import { defineControl, type DisplayProps, type InputProps } from '../define';
import { CodeInput } from '../shared/scan/CodeInput';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  return <CodeInput {...props} entered={() => undefined} />;
}

function Display({ value, compact }: DisplayProps) {
  return <span className={styles[compact === true ? 'line' : 'pre']}>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'barcode', Input, Display, filter: 'text' });
