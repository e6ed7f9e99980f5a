import { useTranslation } from 'react-i18next';
import styles from './shared.module.css';

/** Names and what belongs to them: below each other, or on one line. */
export function Pairs({ pairs, compact }: { pairs: readonly (readonly [string, string])[]; compact: boolean }) {
  const { t } = useTranslation();
  if (compact) {
    return <span className={styles['line']}>{pairs.map(([name, text]) => t('input.pair', { name, text })).join(t('input.pair_next'))}</span>;
  }
  return (
    <dl className={styles['pairs']}>
      {pairs.map(([name, text], index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
