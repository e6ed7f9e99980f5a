import { isObject } from '@/api/narrow';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type InputProps } from '../define';
import { OptionSelect, OptionsSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';
import { Tiles } from '../shared/Tiles';
import styles from '../shared/pick.module.css';
import { settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const text = useText();
  const { details } = props.field.settings;
  if (props.compact === true) return props.field.several ? <OptionsSelect {...props} /> : <OptionSelect {...props} />;
  return (
    <Tiles
      {...props}
      columns={settingNumber(props.field.settings, 'columns') ?? 2}
      renderFace={(option) => {
        const detail = isObject(details) ? text(readLabel(details[option.value])) : '';
        return (
          <>
            <span className={styles['tileName']}>{option.label}</span>
            {detail !== '' && <span className={styles['tileDetail']}>{detail}</span>}
          </>
        );
      }}
    />
  );
}

export const control = defineControl({
  kind: 'card_choice',
  Input,
  Display: OptionsShown,
  filter: (field) => (field.several ? 'choices' : 'choice'),
  wide: true,
});
