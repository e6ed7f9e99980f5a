import { Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type DisplayProps, type InputProps } from '../define';

function Input(props: InputProps) {
  return (
    <span>
      <Switch
        id={props.id}
        checked={props.value === true}
        disabled={props.disabled}
        aria-labelledby={`${props.id}-label`}
        aria-describedby={props.describedBy}
        onChange={props.onChange}
      />
    </span>
  );
}

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  if (typeof value !== 'boolean') return null;
  return <span>{value ? t('value.yes') : t('value.no')}</span>;
}

export const control = defineControl({ kind: 'switch', Input, Display, filter: 'bool' });
