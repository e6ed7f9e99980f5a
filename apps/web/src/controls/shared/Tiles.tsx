import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { InputProps } from '../define';
import styles from './pick.module.css';
import { chosenOf, columnsStyle, toggled, useOffered, valueOf, type Offered } from './pick';

interface TilesProps extends InputProps {
  columns?: number | undefined;
  /** What stands on a tile. */
  renderFace: (option: Offered) => ReactNode;
}

/** Options as tiles: radio buttons or checkboxes that look like what they stand for. */
export function Tiles(props: TilesProps) {
  const { several } = props.field;
  const chosen = chosenOf(props.value);
  const options = useOffered(props.field, chosen);
  return (
    <div
      id={props.id}
      role={several ? 'group' : 'radiogroup'}
      aria-labelledby={`${props.id}-label`}
      aria-describedby={props.describedBy}
      aria-required={several ? undefined : props.required}
      className={styles['tiles']}
      data-invalid={props.invalid}
      style={columnsStyle(props.columns)}
      data-columns={props.columns !== undefined}
    >
      {options.map((option) => (
        <label key={option.value} className={styles['tile']} data-chosen={chosen.includes(option.value)} data-disabled={props.disabled}>
          <input
            type={several ? 'checkbox' : 'radio'}
            name={props.id}
            className={styles['hiddenInput']}
            checked={chosen.includes(option.value)}
            disabled={props.disabled}
            aria-label={option.label}
            onChange={() => {
              props.onChange(valueOf(toggled(chosen, option.value, several), several));
            }}
            onClick={() => {
              // A second click on the chosen one takes the choice back, where nothing need be chosen.
              if (!several && !props.required && chosen.includes(option.value)) props.onChange(null);
            }}
          />
          {props.renderFace(option)}
          {chosen.includes(option.value) && <CheckOutlined className={styles['tick'] ?? ''} aria-hidden />}
        </label>
      ))}
    </div>
  );
}
