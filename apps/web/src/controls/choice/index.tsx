import { Radio, Select } from 'antd';
import type { Tone } from '@/engine';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { OptionTag } from '../shared/OptionTag';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

/** At most this many characters stand side by side as buttons; more become a list. */
const roomForButtons = 24;

function renderOption({ data }: { data: { label: string; tone: Tone } }) {
  return <OptionTag label={data.label} tone={data.tone} quiet />;
}

function Input(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const value = asText(props.value);
  const options = props.field.options
    .filter((option) => !option.retired || option.id === value)
    .map((option) => ({ value: option.id, label: text(option.label), tone: option.tone }));
  const few = options.length <= 4 && options.reduce((sum, option) => sum + option.label.length, 0) <= roomForButtons;
  const display = props.field.settings['display'];
  if ((display === 'buttons' || (few && display !== 'list')) && props.compact !== true) {
    return (
      <Radio.Group
        id={props.id}
        className={styles['choices'] ?? ''}
        value={value === '' ? null : value}
        disabled={props.disabled}
        aria-labelledby={`${props.id}-label`}
        aria-describedby={props.describedBy}
        onChange={(event) => {
          props.onChange(event.target.value);
        }}
      >
        {options.map((option) => (
          <Radio key={option.value} value={option.value}>
            <OptionTag label={option.label} tone={option.tone} quiet />
          </Radio>
        ))}
      </Radio.Group>
    );
  }
  return (
    <Select
      id={props.id}
      style={{ width: '100%' }}
      showSearch={{ optionFilterProp: 'label' }}
      allowClear={props.required ? false : clear}
      options={options}
      value={value === '' ? undefined : value}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      popupMatchSelectWidth={false}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      optionRender={renderOption}
      onChange={(picked: string | undefined) => {
        props.onChange(picked ?? null);
      }}
    />
  );
}

function Display({ value, field }: DisplayProps) {
  const text = useText();
  const id = asText(value);
  if (id === '') return null;
  const option = field.options.find((one) => one.id === id);
  return <OptionTag label={option === undefined ? id : text(option.label)} tone={option?.tone ?? 'neutral'} quiet />;
}

export const control = defineControl({ kind: 'choice', Input, Display, filter: 'choice' });
