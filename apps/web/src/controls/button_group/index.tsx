import { Button, Radio } from 'antd';
import { useClear } from '@/components';
import { defineControl, type InputProps } from '../define';
import { OptionTag } from '../shared/OptionTag';
import { OptionsShown } from '../shared/Shown';
import { useOffered } from '../shared/pick';
import styles from '../shared/pick.module.css';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const clear = useClear();
  const value = asText(props.value);
  const options = useOffered(props.field, [value]);
  const apart = props.field.settings['look'] === 'buttons';
  return (
    <span className={styles['row']}>
      <Radio.Group
        id={props.id}
        className={apart ? (styles['row'] ?? '') : ''}
        optionType="button"
        buttonStyle="solid"
        value={value === '' ? null : value}
        disabled={props.disabled}
        aria-labelledby={`${props.id}-label`}
        aria-describedby={props.describedBy}
        onChange={(event) => {
          props.onChange(event.target.value);
        }}
      >
        {options.map((option) => (
          <Radio.Button key={option.value} value={option.value}>
            {value === option.value ? option.label : <OptionTag label={option.label} tone={option.tone} quiet />}
          </Radio.Button>
        ))}
      </Radio.Group>
      {value !== '' && !props.required && !props.disabled && (
        <Button
          type="text"
          icon={clear.clearIcon}
          aria-label={clear.label}
          onClick={() => {
            props.onChange(null);
          }}
        />
      )}
    </span>
  );
}

export const control = defineControl({ kind: 'button_group', Input, Display: OptionsShown, filter: 'choice' });
