import { useText } from '@/i18n';
import type { DisplayProps } from '../define';
import { OptionTag, useOptionPath } from './OptionTag';
import { chosenOf } from './pick';
import styles from './shared.module.css';

/** One option or several, as tags. */
export function OptionsShown({ value, field }: DisplayProps) {
  const text = useText();
  const chosen = chosenOf(value);
  if (chosen.length === 0) return null;
  const quiet = !Array.isArray(value);
  return (
    <span className={styles['tags']}>
      {chosen.map((id) => {
        const option = field.options.find((one) => one.id === id);
        return <OptionTag key={id} label={option === undefined ? id : text(option.label)} tone={option?.tone ?? 'neutral'} quiet={quiet} />;
      })}
    </span>
  );
}

/** Nodes of a tree with all that stands above them. */
export function PathsShown({ value, field }: DisplayProps) {
  const pathOf = useOptionPath(field.options);
  const chosen = chosenOf(value);
  if (chosen.length === 0) return null;
  if (!Array.isArray(value)) return <span>{chosen.map(pathOf)}</span>;
  return (
    <span className={styles['tags']}>
      {chosen.map((id) => (
        <OptionTag key={id} label={pathOf(id)} tone="neutral" />
      ))}
    </span>
  );
}
