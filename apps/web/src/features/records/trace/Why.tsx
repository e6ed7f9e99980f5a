import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Branch, FormKnown } from '@/api';
import { controlOf } from '@/controls';
import { useText } from '@/i18n';
import styles from './trace.module.css';

interface WhyProps {
  branch: Branch;
  known: FormKnown;
  names: Readonly<Record<string, string>>;
}

type Seen = Branch['saw'][number];

function Value({ seen, known, names }: Omit<WhyProps, 'branch'> & { seen: Seen }) {
  const { t } = useTranslation();
  const field = known.description.fields.find((one) => one.id === seen.field);
  const control = controlOf(field?.kind ?? '');
  const shown = (): ReactNode => {
    if (!seen.shown) return t('records.way.unseen');
    if (seen.value === null || seen.value === undefined || seen.value === '') return t('records.blank');
    if (field !== undefined && control !== undefined) return <control.Display field={field} value={seen.value} names={names} compact />;
    return typeof seen.value === 'string' ? seen.value : JSON.stringify(seen.value);
  };
  return <dd>{shown()}</dd>;
}

/** Why a case took a branch: the conditions that were tried, which of them held, and what they saw of the record then. */
export function Reasons({ branch, known, names }: WhyProps) {
  const { t } = useTranslation();
  const text = useText();
  const way = text(branch.label);
  return (
    <div className={styles['reasons']}>
      <p>{t(branch.otherwise ? 'records.way.otherwise' : 'records.way.took', { way })}</p>
      <ul>
        {branch.tried.map((tried) => (
          <li key={tried.edge} data-held={tried.held}>
            {tried.held ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}
            <span>
              <strong>{text(tried.label)}</strong> · {t(tried.held ? 'records.way.held' : 'records.way.not_held')}
              <code className={styles['condition']}>{text(tried.condition)}</code>
            </span>
          </li>
        ))}
      </ul>
      {branch.saw.length > 0 && (
        <dl className={styles['saw']} aria-label={t('records.way.saw')}>
          {branch.saw.map((seen) => (
            <div key={seen.field}>
              <dt>{text(seen.label)}</dt>
              <Value seen={seen} known={known} names={names} />
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** The reasons behind a button. */
export function Why(props: WhyProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className={styles['ask']} aria-expanded={open} onClick={() => { setOpen(!open); }}>
        {t('records.way.why')}
      </button>
      {open && <Reasons {...props} />}
    </div>
  );
}
