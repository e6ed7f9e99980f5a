import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import type { Kept } from './unfinished';
import styles from './unsent.module.css';

/** Says that the form goes on with what was entered before, and offers to begin anew. */
export function KeptNote({ kept, discard }: { kept: Kept; discard: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert
      className={styles['kept'] ?? ''}
      type="info"
      showIcon
      role="status"
      title={t('unsent.kept', { when: format.ago(kept.at) })}
      description={kept.outdated ? t('unsent.kept_outdated') : undefined}
      action={
        <Button size="small" onClick={discard}>
          {t('unsent.kept_discard')}
        </Button>
      }
    />
  );
}
