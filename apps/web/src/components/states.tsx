import { Button, Skeleton } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { useProblemText } from './problemText';
import styles from './components.module.css';

/** Grey lines, but only when it takes longer than 300 ms. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, 300);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className={styles['waiting']} role="status" aria-label={t('state.loading')}>
      {late && <Skeleton active title={false} paragraph={{ rows: lines }} />}
    </div>
  );
}

interface FailedProps {
  error: unknown;
  retry?: (() => void) | undefined;
}

/** What happened, what to do, and the code to tell support. */
export function Failed({ error, retry }: FailedProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const problem = error instanceof Problem ? error : null;
  const title = problem?.status === 403 ? t('state.no_right') : problem?.status === 404 ? t('state.not_found') : t('state.failed');
  const code = [problem?.code, problem?.request].filter((part) => part !== undefined && part !== '').join(' · ');
  return (
    <div className={styles['state']} role="alert">
      <h2>{title}</h2>
      <p>{problemText(error)}</p>
      {code !== '' && <p className={styles['faint']}>{t('state.code', { code })}</p>}
      {retry !== undefined && <Button onClick={retry}>{t('action.retry')}</Button>}
    </div>
  );
}

/** Why there is nothing here, and the one next step. */
export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles['state']}>
      <svg className={styles['emptyMark']} viewBox="0 0 48 32" aria-hidden="true">
        <rect x="1" y="9" width="30" height="22" rx="4" />
        <path d="M9 9V5a4 4 0 0 1 4-4h30a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H31" />
      </svg>
      <p>{title}</p>
      {children}
    </div>
  );
}
