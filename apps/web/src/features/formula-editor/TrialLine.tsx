import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { controlOf } from '@/controls';
import type { Reason } from '@/engine';
import { useLocale, useText } from '@/i18n';
import { useDescription, type Ground } from './ground';
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

/** So many values are shown beside the answer. */
const few = 4;

/** What the formula read on the way to its answer. */
function Reads({ ground, reads, names }: { ground: Ground; reads: Reason['reads']; names: Readonly<Record<string, string>> }) {
  const text = useText();
  const description = useDescription(ground);
  const shown = reads.flatMap(({ path, value }) => {
    const field = description?.fields.find((one) => one.id === path);
    const control = field === undefined ? undefined : controlOf(field.kind);
    return field === undefined || control === undefined || value === null || Array.isArray(value) ? [] : [{ field, value, Display: control.Display }];
  });
  if (shown.length === 0) return null;
  return (
    <ul className={styles['reads']}>
      {shown.slice(0, few).map(({ field, value, Display }) => (
        <li key={field.id}>
          {text(field.label)} <Display field={field} value={value} names={names} compact />
        </li>
      ))}
    </ul>
  );
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
      {(trial?.state === 'answer' || trial?.state === 'error') && <Reads ground={ground} reads={trial.reads} names={chosen.names} />}
    </div>
  );
}
