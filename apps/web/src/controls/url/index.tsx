import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Outside } from '../shared/Masked';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  return <LineText {...props} inputMode="url" autoComplete="url" />;
}

/** Only addresses of pages are links, whatever stands in the value. */
function Display({ value, compact }: DisplayProps) {
  const address = asText(value);
  if (address === '') return null;
  return (
    <span className={compact === true ? styles['line'] : styles['pre']}>
      {/^https?:\/\//i.test(address) ? <Outside page address={address} text={address} /> : address}
    </span>
  );
}

export const control = defineControl({ kind: 'url', Input, Display, filter: 'text' });
