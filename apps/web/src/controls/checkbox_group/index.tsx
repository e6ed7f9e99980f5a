import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type InputProps } from '../define';
import { OptionsSelect } from '../shared/OptionSelect';
import { OptionTag } from '../shared/OptionTag';
import { OptionsShown } from '../shared/Shown';
import { chosenOf, columnsStyle, toggled, useOffered } from '../shared/pick';
import styles from '../shared/pick.module.css';
import { asTexts, settingNumber } from '../shared/values';

/** What is chosen after a click: an option that stands alone drops the others, and is dropped by them. */
export function chosenWithAlone(chosen: readonly string[], id: string, alone: readonly string[]): readonly string[] {
  const next = toggled(chosen, id, true);
  if (!next.includes(id)) return next;
  return alone.includes(id) ? [id] : next.filter((one) => !alone.includes(one));
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const chosen = chosenOf(props.value);
  const options = useOffered(props.field, chosen);
  const alone = asTexts(props.field.settings['exclusive']);
  const columns = settingNumber(props.field.settings, 'columns');
  const put = (picked: readonly string[]): void => {
    props.onChange(picked.length === 0 ? null : picked);
  };
  if (props.compact === true) return <OptionsSelect {...props} />;
  const together = options.filter((option) => !alone.includes(option.value)).map((option) => option.value);
  const all = together.every((id) => chosen.includes(id));
  return (
    <div id={props.id} className={styles['stack']} role="group" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      {props.field.settings['select_all'] === true && (
        <Checkbox
          checked={all}
          indeterminate={!all && together.some((id) => chosen.includes(id))}
          disabled={props.disabled}
          onChange={() => {
            put(all ? [] : together);
          }}
        >
          {t('pick.all')}
        </Checkbox>
      )}
      <div className={styles['boxes']} data-columns={columns !== undefined} style={columnsStyle(columns)}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            checked={chosen.includes(option.value)}
            disabled={props.disabled}
            onChange={() => {
              put(chosenWithAlone(chosen, option.value, alone));
            }}
          >
            <OptionTag label={option.label} tone={option.tone} quiet />
          </Checkbox>
        ))}
      </div>
    </div>
  );
}

export const control = defineControl({ kind: 'checkbox_group', Input, Display: OptionsShown, filter: 'choices' });
