import { HeartFilled, LikeFilled, StarFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

/** How much of a star is filled, in halves. */
function shareOf(star: number, value: number): 'full' | 'half' | 'none' {
  if (value >= star) return 'full';
  return value >= star - 0.5 ? 'half' : 'none';
}

const signs = { star: StarFilled, heart: HeartFilled, thumb: LikeFilled } as const;

/** The sign that is counted. */
function signOf({ sign }: Readonly<Record<string, unknown>>): typeof StarFilled {
  return sign === 'heart' || sign === 'thumb' ? signs[sign] : signs.star;
}

/** The field's own text for so many stars; half a star more has the text of the next. */
function useWords({ texts }: Readonly<Record<string, unknown>>, stars: number): string {
  const text = useText();
  const own: unknown = Array.isArray(texts) ? texts[Math.ceil(stars) - 1] : undefined;
  return own === undefined ? '' : text(readLabel(own));
}

/** Stars are radio buttons that look like stars: arrow keys move between them, and each is read as its number. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const max = settingNumber(props.field.settings, 'max') ?? 5;
  const half = props.field.settings['half'] === true;
  const value = Number(asText(props.value));
  const Sign = signOf(props.field.settings);
  const words = useWords(props.field.settings, value);
  const clear = (): void => {
    props.onChange(null);
  };
  return (
    <span
      id={props.id}
      role="radiogroup"
      aria-labelledby={`${props.id}-label`}
      aria-describedby={props.describedBy}
      aria-required={props.required}
      className={styles['rating']}
      data-disabled={props.disabled}
      data-invalid={props.invalid}
    >
      {Array.from({ length: max }, (_, index) => index + 1).map((star) => (
        <span key={star} className={styles['star']} data-share={shareOf(star, value)}>
          <Sign aria-hidden />
          <Sign className={styles['starFill'] ?? ''} aria-hidden />
          {(half ? [star - 0.5, star] : [star]).map((step) => (
            <input
              key={step}
              type="radio"
              name={props.id}
              className={styles['starInput']}
              data-half={half}
              aria-label={t('value.stars', { count: step })}
              title={t('value.stars', { count: step })}
              checked={value === step}
              disabled={props.disabled}
              onChange={() => {
                props.onChange(step);
              }}
              onClick={() => {
                // A second click on the same star takes the rating back.
                if (value === step) clear();
              }}
              onKeyDown={(event) => {
                if (event.key === 'Delete' || event.key === 'Backspace') clear();
              }}
            />
          ))}
        </span>
      ))}
      {words !== '' && <span className={styles['words']}>{words}</span>}
    </span>
  );
}

function Display({ value, field }: DisplayProps) {
  const { t } = useTranslation();
  const stars = Number(asText(value));
  const own = useWords(field.settings, stars);
  if (stars === 0) return null;
  const max = settingNumber(field.settings, 'max') ?? 5;
  const Sign = signOf(field.settings);
  const counted = t('value.stars_of', { stars, max });
  const words = own === '' ? counted : `${counted} ${own}`;
  return (
    <span className={styles['rating']} data-shown="true" role="img" aria-label={words} title={words}>
      {Array.from({ length: max }, (_, index) => index + 1).map((star) => (
        <span key={star} className={styles['star']} data-share={shareOf(star, stars)}>
          <Sign aria-hidden />
          <Sign className={styles['starFill'] ?? ''} aria-hidden />
        </span>
      ))}
      {own !== '' && <span className={styles['words']}>{own}</span>}
    </span>
  );
}

export const control = defineControl({ kind: 'rating', Input, Display, filter: 'number' });
