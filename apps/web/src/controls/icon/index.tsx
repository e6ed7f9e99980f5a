import { Select } from 'antd';
import type { ReactNode } from 'react';
import { Glyph, useClear } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

function renderOption({ value, label }: { value?: string | number | null; label?: ReactNode }) {
  return (
    <span className={styles['withSpot']}>
      <Glyph name={asText(value)} />
      {label}
    </span>
  );
}

function Input(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const value = asText(props.value);
  return (
    <Select
      id={props.id}
      style={{ width: '100%' }}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={props.required ? false : clear}
      options={props.field.options.map((option) => ({ value: option.id, label: text(option.label) }))}
      value={value === '' ? undefined : value}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      optionRender={(option) => renderOption({ value: option.value ?? null, label: option.label })}
      labelRender={renderOption}
      onChange={(picked: string | undefined) => {
        props.onChange(picked ?? null);
      }}
    />
  );
}

function Display({ value, field }: DisplayProps) {
  const text = useText();
  const name = asText(value);
  if (name === '') return null;
  const option = field.options.find((one) => one.id === name);
  return renderOption({ value: name, label: option === undefined ? name : text(option.label) });
}

export const control = defineControl({ kind: 'icon', Input, Display, filter: 'choice' });
