import { Checkbox, Select } from 'antd';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { OptionTag } from '../shared/OptionTag';
import styles from '../shared/shared.module.css';
import { asTexts } from '../shared/values';

const roomForBoxes = 36;

function Input(props: InputProps) {
  const text = useText();
  const chosen = asTexts(props.value);
  const options = props.field.options
    .filter((option) => !option.retired || chosen.includes(option.id))
    .map((option) => ({ value: option.id, label: text(option.label), tone: option.tone }));
  const onChange = (picked: readonly string[]): void => {
    props.onChange(picked.length === 0 ? null : picked);
  };
  const few = options.length <= 6 && options.reduce((sum, option) => sum + option.label.length, 0) <= roomForBoxes;
  const display = props.field.settings['display'];
  if ((display === 'buttons' || (few && display !== 'list')) && props.compact !== true) {
    return (
      <div id={props.id} className={styles['choices']} role="group" aria-labelledby={`${props.id}-label`}>
        <Checkbox.Group options={options} value={[...chosen]} disabled={props.disabled} onChange={onChange} />
      </div>
    );
  }
  return (
    <Select
      id={props.id}
      mode="multiple"
      style={{ width: '100%' }}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      value={[...chosen]}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={onChange}
    />
  );
}

function Display({ value, field }: DisplayProps) {
  const text = useText();
  const known = new Map(field.options.map((option) => [option.id, option]));
  return (
    <span className={styles['tags']}>
      {asTexts(value).map((id) => {
        const option = known.get(id);
        return <OptionTag key={id} label={option === undefined ? id : text(option.label)} tone={option?.tone ?? 'neutral'} />;
      })}
    </span>
  );
}

export const control = defineControl({ kind: 'multi_choice', Input, Display, filter: 'choices' });
