import { isObject, isText } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { OptionSelect, OptionsSelect } from '../shared/OptionSelect';
import { OptionTag } from '../shared/OptionTag';
import { Tiles } from '../shared/Tiles';
import { chosenOf } from '../shared/pick';
import styles from '../shared/pick.module.css';

function pictureOf(field: FieldDescription, id: string): string | null {
  const { pictures } = field.settings;
  const picture = isObject(pictures) ? pictures[id] : undefined;
  return isText(picture) ? picture : null;
}

function Input(props: InputProps) {
  if (props.compact === true) return props.field.several ? <OptionsSelect {...props} /> : <OptionSelect {...props} />;
  return (
    <Tiles
      {...props}
      renderFace={(option) => {
        const picture = pictureOf(props.field, option.value);
        return (
          <>
            {picture !== null && <img className={styles['tilePicture']} src={picture} alt="" />}
            {(picture === null || props.field.settings['names'] !== false) && <span className={styles['tileWord']}>{option.label}</span>}
          </>
        );
      }}
    />
  );
}

function Display({ value, field }: DisplayProps) {
  const text = useText();
  return (
    <span className={styles['row']}>
      {chosenOf(value).map((id) => {
        const option = field.options.find((one) => one.id === id);
        const picture = pictureOf(field, id);
        return (
          <span key={id} className={styles['row']}>
            {picture !== null && <img className={styles['shownPicture']} src={picture} alt="" />}
            <OptionTag label={option === undefined ? id : text(option.label)} tone={option?.tone ?? 'neutral'} quiet />
          </span>
        );
      })}
    </span>
  );
}

export const control = defineControl({ kind: 'picture_choice', Input, Display, filter: (field) => (field.several ? 'choices' : 'choice'), wide: true });
