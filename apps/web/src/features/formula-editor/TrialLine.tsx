import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n';
import type { Ground } from './ground';
import { useSample, useTrial } from './sample';
import type { Trial } from './trial';
import styles from './formula-editor.module.css';

interface TrialLineProps {
  ground: Ground;
  formula: string;
  rowOf?: string | undefined;
  /** Whether the answer is read as yes or no. */
  condition: boolean;
}

/** The engine gives reasons in both languages. */
function reasonIn(reason: string, locale: string): string {
  const [zh = reason, en = zh] = reason.split(' / ');
  return locale === 'en' && en !== zh ? `${/^#\S+/.exec(reason)?.[0] ?? ''} ${en}` : zh;
}

function Answer({ trial, condition }: { trial: Trial; condition: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale((state) => state.locale);
  if (trial.state === 'pending') return <span>{t('formula-editor.pending')}</span>;
  if (trial.state === 'error') return <span className={styles['bad']}>{t('formula-editor.error', { reason: reasonIn(trial.reason, locale) })}</span>;
  if (trial.state === 'none') return null;
  const yes = /^(TRUE|[1-9].*)$/.test(trial.text);
  const text = condition ? t(yes ? 'formula-editor.holds' : 'formula-editor.fails') : trial.text === '' ? t('formula-editor.blank') : trial.text;
  return <strong className={styles['answer']}>= {text}</strong>;
}

/** The answer on a sample record, and which record that is. */
export function TrialLine({ ground, formula, rowOf, condition }: TrialLineProps) {
  const { t } = useTranslation();
  const chosen = useSample(ground.app, ground.form);
  const trial = useTrial(ground, chosen, formula, rowOf);
  if (formula.trim() === '') return null;
  const options = [...chosen.rows.map(({ id, title }) => ({ value: id, label: title === '' ? t('formula-editor.untitled') : title })), { value: '', label: t('formula-editor.blank_record') }];
  return (
    <div className={styles['trial']}>
      <span role="status" aria-live="polite">
        {trial !== null && <Answer trial={trial} condition={condition} />}
      </span>
      <Select
        size="small"
        variant="borderless"
        className={styles['sample'] ?? ''}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('formula-editor.sample')}
        title={t('formula-editor.sample')}
        value={chosen.id}
        options={options}
        onChange={chosen.choose}
      />
    </div>
  );
}
