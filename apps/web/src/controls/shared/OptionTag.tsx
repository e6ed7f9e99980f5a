import { useText } from '@/i18n';
import type { Option, Tone } from '@/engine';
import styles from './shared.module.css';

/** The word of an option, with the colour of its meaning. */
export function OptionTag({ label, tone, quiet }: { label: string; tone: Tone; quiet?: boolean }) {
  if (tone === 'neutral' && quiet === true) return <span>{label}</span>;
  return (
    <span className={styles['tag']} data-tone={tone}>
      <span className={styles['dot']} aria-hidden="true" />
      {label}
    </span>
  );
}

/** The label of an option with all that stands above it in the tree. */
export function useOptionPath(options: readonly Option[]): (id: string) => string {
  const text = useText();
  return (id) => {
    const steps: string[] = [];
    let next: string | null = id;
    while (next !== null && steps.length < 12) {
      const at: string = next;
      const option = options.find((one) => one.id === at);
      if (option === undefined) break;
      steps.unshift(text(option.label));
      next = option.parent;
    }
    return steps.length === 0 ? id : steps.join(' / ');
  };
}
