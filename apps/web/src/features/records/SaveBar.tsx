import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './records.module.css';

interface SaveBarProps {
  saving: boolean;
  /** The verb of the main button; 保存 when left out. */
  verb?: string;
  save: () => void;
  cancel: () => void;
}

/** Stays in sight at the bottom of the form. */
export function SaveBar({ saving, verb, save, cancel }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['saveBar']}>
      <Button onClick={cancel}>{t('action.cancel')}</Button>
      <Button type="primary" loading={saving} onClick={save}>
        {verb ?? t('action.save')}
      </Button>
    </div>
  );
}
