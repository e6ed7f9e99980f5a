import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import type { Played } from './answers';
import styles from './simulation.module.css';

interface TrailProps {
  steps: readonly Json[];
  played: readonly Played[];
  name: (node: string) => string;
}

/** What was done and what came of it, the last first. */
export function Trail({ steps, played, name }: TrailProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const title = (step: Json): string => {
    const kind = textIn(step, 'do') ?? '';
    const action = t(`act.${textIn(step, 'action') ?? ''}`, { defaultValue: '' });
    if (kind === 'manage') return t('flow-designer.simulation.does_case', { who: textIn(step, 'by') ?? '', action });
    const minutes = Number(step['minutes'] ?? 0);
    return t(`flow-designer.simulation.step_${kind}`, { who: textIn(step, 'by') ?? '', action, step: name(textIn(step, 'node') ?? ''), span: format.span(minutes * 60_000) });
  };
  const all = steps.map((step, index) => ({ step, index, what: played[index] })).toReversed();
  return (
    <ol className={styles['trail']} reversed aria-label={t('flow-designer.simulation.trail')}>
      {all.map(({ step, index, what }) => (
        <li key={index}>
          <strong>{title(step)}</strong>
          {what?.refused !== null && what?.refused !== undefined && <Alert type="warning" showIcon title={t('flow-designer.simulation.refused', { why: text(what.refused) })} />}
          <ul className={styles['passages']}>
            {what?.trail.map((passage, at) => (
              // Passages have no key of their own; their place is their name.
              // eslint-disable-next-line react/no-array-index-key
              <li key={at} data-sort={passage.sort}>
                <time dateTime={passage.at}>{format.moment(passage.at).slice(5)}</time> {text(passage.words)}
              </li>
            ))}
          </ul>
          {what !== undefined && what.changed.length > 0 && (
            <p className={styles['soft']}>
              {what.changed.map((value) => t('flow-designer.simulation.became', { field: text(value.label), value: text(value.now) || '—' })).join(t('flow-designer.simulation.between'))}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
