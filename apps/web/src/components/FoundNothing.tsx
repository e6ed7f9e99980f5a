import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from './problemText';
import styles from './components.module.css';

interface FoundNothingProps {
  query: { isFetching: boolean; isError: boolean; error: unknown; refetch: () => unknown };
}

/** What a list says in place of options: it is still looking, looking failed, or nothing fits. */
export function FoundNothing({ query }: FoundNothingProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  if (query.isFetching) return <p className={styles['found']}>{t('state.loading')}</p>;
  if (!query.isError) return <p className={styles['found']}>{t('lookup.none')}</p>;
  return (
    <div className={styles['found']} role="alert">
      <p>{problemText(query.error)}</p>
      <Button size="small" onClick={() => void query.refetch()}>
        {t('action.retry')}
      </Button>
    </div>
  );
}
