import { useTranslation } from 'react-i18next';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

function Input({ id, value }: InputProps) {
  const { t } = useTranslation();
  const number = asText(value);
  return (
    <output id={id} className={styles['calculated']}>
      {number === '' ? <span className={styles['faint']}>{t('value.numbered_later')}</span> : number}
    </output>
  );
}

function Display({ value }: DisplayProps) {
  return <span>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'auto_number', Input, Display, filter: 'text' });
