import { Checkbox } from 'antd';
import { defineControl, type InputProps } from '../define';
import { OptionsSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';
import { chosenOf, useOffered } from '../shared/pick';
import styles from '../shared/shared.module.css';

const roomForBoxes = 36;

function Input(props: InputProps) {
  const chosen = chosenOf(props.value);
  const options = useOffered(props.field, chosen);
  const few = options.length <= 6 && options.reduce((sum, option) => sum + option.label.length, 0) <= roomForBoxes;
  const display = props.field.settings['display'];
  if ((display !== 'buttons' && (!few || display === 'list')) || props.compact === true) return <OptionsSelect {...props} />;
  return (
    <div id={props.id} className={styles['choices']} role="group" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      <Checkbox.Group
        options={[...options]}
        value={[...chosen]}
        disabled={props.disabled}
        onChange={(picked) => {
          props.onChange(picked.length === 0 ? null : picked);
        }}
      />
    </div>
  );
}

export const control = defineControl({ kind: 'multi_choice', Input, Display: OptionsShown, filter: 'choices' });
