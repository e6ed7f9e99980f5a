import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { Kind, Logic, ProposedField } from './queries';
import styles from './workbooks.module.css';

interface QuestionsProps {
  fields: readonly ProposedField[];
  kinds: readonly Kind[];
}

/** The questions of an XLSForm as they become fields, each with the cells that say so. There is nothing to decide. */
export function Questions({ fields, kinds }: QuestionsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['fields']} role="table" aria-label={t('workbooks.fields')}>
      <div className={styles['questionHead']} role="row">
        {['cell', 'question', 'kind', 'becomes'].map((column) => <span key={column} role="columnheader">{t(`workbooks.${column}`)}</span>)}
      </div>
      {fields.map((field) => <Question key={field.place} field={field} kinds={kinds} />)}
    </div>
  );
}

function Question({ field, kinds }: { field: ProposedField; kinds: readonly Kind[] }) {
  const { t } = useTranslation();
  const text = useText();
  const kind = kinds.find((one) => one.id === field.kind);
  const said = field.evidence.map((place) => place.text).join(' ');
  return (
    <div className={styles['question']} role="row" data-nested={field.path.includes('/')} data-group={field.kind === 'group'}>
      <span role="cell" className={styles['place']}>{field.place}</span>
      <span role="cell" className={styles['asked']}>
        {text(field.label)}
        {field.required && <span className={styles['must']}>{t('workbooks.required')}</span>}
      </span>
      <span role="cell">
        {kind === undefined ? field.kind : text(kind.label)}
        <code className={styles['said']}>{said}</code>
      </span>
      <span role="cell" className={styles['becomes']}>
        {field.options.length > 0 && <span>{t('workbooks.options', { options: shortened(field.options) })}</span>}
        {field.logic.map((logic) => <Calculated key={`${logic.place}${logic.formula}`} logic={logic} />)}
      </span>
    </div>
  );
}

/** What is calculated, by our formula and by theirs. */
function Calculated({ logic }: { logic: Logic }) {
  const text = useText();
  return (
    <span className={styles['logic']}>
      <span>{text(logic.decides)}</span>
      <code>{logic.formula}</code>
      <span className={styles['source']}>{logic.place} <code>{logic.text}</code></span>
    </span>
  );
}

const mostOptions = 12;

function shortened(options: readonly string[]): string {
  const first = options.slice(0, mostOptions).join('、');
  return options.length > mostOptions ? `${first} …` : first;
}
