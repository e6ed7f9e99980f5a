import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import styles from './records.module.css';

interface SaveBarProps {
  saving: boolean;
  /** The verb of the main button; 保存 when left out. */
  verb?: string;
  save: () => void;
  cancel: () => void;
  /** When what was entered was kept last. */
  keptAt?: string | null;
}

/** Stays in sight at the bottom of the form. */
export function SaveBar({ saving, verb, save, cancel, keptAt }: SaveBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles['saveBar']}>
      {typeof keptAt === 'string' && (
        <span className={styles['keptAt']} role="status">
          {t('unsent.kept_at', { when: format.ago(keptAt) })}
        </span>
      )}
      <Button onClick={cancel}>{t('action.cancel')}</Button>
      <Button type="primary" loading={saving} onClick={save}>
        {verb ?? t('action.save')}
      </Button>
    </div>
  );
}
