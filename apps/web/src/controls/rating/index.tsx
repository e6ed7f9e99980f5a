import { Rate } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const max = settingNumber(props.field.settings, 'max') ?? 5;
  const value = Number(asText(props.value));
  return (
    <span id={props.id} role="group" aria-labelledby={`${props.id}-label`}>
      <Rate
        count={max}
        allowHalf={props.field.settings['half'] === true}
        value={value}
        disabled={props.disabled}
        tooltips={Array.from({ length: max }, (_, index) => t('value.stars', { count: index + 1 }))}
        onChange={(stars) => {
          props.onChange(stars === 0 ? null : stars);
        }}
      />
    </span>
  );
}

function Display({ value, field }: DisplayProps) {
  const { t } = useTranslation();
  const stars = Number(asText(value));
  if (stars === 0) return null;
  const max = settingNumber(field.settings, 'max') ?? 5;
  const words = t('value.stars_of', { stars, max });
  return (
    <span className={styles['stars']} role="img" aria-label={words} title={words}>
      {'★'.repeat(Math.floor(stars)) + (Number.isInteger(stars) ? '' : '⯪') + '☆'.repeat(Math.max(0, max - Math.ceil(stars)))}
    </span>
  );
}

export const control = defineControl({ kind: 'rating', Input, Display, filter: 'number' });
