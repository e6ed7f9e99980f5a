import { Checkbox, Radio } from 'antd';
import { isObject, isText } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { OptionSelect, OptionsSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';
import { chosenOf, toggled, useOffered, valueOf } from '../shared/pick';
import styles from '../shared/pick.module.css';
import { settingNumber } from '../shared/values';

interface MapProps {
  field: FieldDescription;
  chosen: readonly string[];
  disabled: boolean;
  invalid: boolean;
  className: string;
  pick?: (id: string) => void;
}

/** The picture with its areas. Whoever cannot see or point chooses by the words below it. */
function Areas({ field, chosen, disabled, invalid, className, pick }: MapProps) {
  const { picture, areas } = field.settings;
  const width = settingNumber(field.settings, 'width') ?? 400;
  const height = settingNumber(field.settings, 'height') ?? 300;
  return (
    <svg className={`${styles['map'] ?? ''} ${className}`} viewBox={`0 0 ${String(width)} ${String(height)}`} data-invalid={invalid} aria-hidden="true">
      {isText(picture) && <image href={picture} width={width} height={height} />}
      {Object.entries(isObject(areas) ? areas : {}).map(([id, points]) =>
        isText(points) ? (
          <polygon
            key={id}
            points={points}
            className={styles['area']}
            data-chosen={chosen.includes(id)}
            data-disabled={disabled}
            onClick={() => {
              if (!disabled) pick?.(id);
            }}
          />
        ) : null,
      )}
    </svg>
  );
}

function Input(props: InputProps) {
  const { several } = props.field;
  const chosen = chosenOf(props.value);
  const options = useOffered(props.field, chosen);
  const pick = (id: string): void => {
    const offered = options.some((option) => option.value === id);
    if (offered) props.onChange(valueOf(toggled(chosen, id, several), several));
  };
  if (props.compact === true) return several ? <OptionsSelect {...props} /> : <OptionSelect {...props} />;
  const group = { id: props.id, disabled: props.disabled, options: options.map(({ value, label }) => ({ value, label })) };
  return (
    <div className={styles['stack']} role="group" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      <Areas field={props.field} chosen={chosen} disabled={props.disabled} invalid={props.invalid} className="" pick={pick} />
      {several ? (
        <div id={group.id}>
          <Checkbox.Group
            disabled={group.disabled}
            options={group.options}
            value={[...chosen]}
            onChange={(picked) => {
              props.onChange(valueOf(picked, true));
            }}
          />
        </div>
      ) : (
        <Radio.Group
          {...group}
          value={chosen[0] ?? null}
          aria-labelledby={`${props.id}-label`}
          onChange={(event) => {
            props.onChange(event.target.value);
          }}
        />
      )}
    </div>
  );
}

function Display(props: DisplayProps) {
  if (props.compact === true) return <OptionsShown {...props} />;
  return (
    <div className={styles['stack']}>
      <Areas field={props.field} chosen={chosenOf(props.value)} disabled invalid={false} className={styles['mapShown'] ?? ''} />
      <OptionsShown {...props} />
    </div>
  );
}

export const control = defineControl({ kind: 'image_map', Input, Display, filter: (field) => (field.several ? 'choices' : 'choice'), wide: true });
