import { Radio } from 'antd';
import { defineControl, type InputProps } from '../define';
import { OptionSelect } from '../shared/OptionSelect';
import { OptionTag } from '../shared/OptionTag';
import { OptionsShown } from '../shared/Shown';
import { useOffered } from '../shared/pick';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

/** At most this many characters stand side by side as buttons; more become a list. */
const roomForButtons = 24;

function Input(props: InputProps) {
  const value = asText(props.value);
  const options = useOffered(props.field, [value]);
  const few = options.length <= 4 && options.reduce((sum, option) => sum + option.label.length, 0) <= roomForButtons;
  const display = props.field.settings['display'];
  if ((display !== 'buttons' && (!few || display === 'list')) || props.compact === true) return <OptionSelect {...props} />;
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

export const control = defineControl({ kind: 'choice', Input, Display: OptionsShown, filter: 'choice' });
