import type { ReactNode } from 'react';
import type { InputProps } from '../define';
import styles from './shared.module.css';
import { asText } from './values';

/** One of a few numbers: what it looks like, and what it is called. */
export interface Step {
  value: number;
  name: string;
  face: ReactNode;
}

/** Numbers side by side as radio buttons: arrow keys move between them, and each is read by its name. */
export function StepRow({ steps, look, ...props }: InputProps & { steps: readonly Step[]; look: 'face' | 'figure' }) {
  const chosen = asText(props.value);
  const clear = (): void => {
    props.onChange(null);
  };
  return (
    <div
      id={props.id}
      role="radiogroup"
      aria-labelledby={`${props.id}-label`}
      aria-describedby={props.describedBy}
      aria-required={props.required}
      aria-invalid={props.invalid}
      className={styles['steps']}
      data-invalid={props.invalid}
      data-disabled={props.disabled}
    >
      {steps.map((step) => (
        <span key={step.value} className={styles['step']} data-look={look} data-chosen={chosen === String(step.value)}>
          {step.face}
          <input
            type="radio"
            name={props.id}
            className={styles['stepInput']}
            aria-label={step.name}
            title={step.name}
            checked={chosen === String(step.value)}
            disabled={props.disabled}
            onChange={() => { props.onChange(step.value); }}
            onClick={() => {
              // A second click takes the answer back.
              if (chosen === String(step.value)) clear();
            }}
            onKeyDown={(event) => {
              if (event.key === 'Delete' || event.key === 'Backspace') clear();
            }}
          />
        </span>
      ))}
    </div>
  );
}
