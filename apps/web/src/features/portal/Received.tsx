import { CheckCircleFilled } from '@ant-design/icons';
import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import styles from './portal.module.css';

/** It was received; the private link is shown once. */
export function Received({ receipt }: { receipt: components['schemas']['PublicReceipt'] }) {
  const { t } = useTranslation();
  const text = useText();
  const address = new URL(receipt.progress_path, window.location.origin).href;
  return (
    <div className={styles['received']} role="status">
      <CheckCircleFilled className={styles['check']} aria-hidden />
      <h1>{t('portal.received')}</h1>
      <p>{text(receipt.thanks)}</p>
      <p className={styles['soft']}>{t('portal.keep_link')}</p>
      <Typography.Text copyable className={styles['link']}>
        {address}
      </Typography.Text>
      <Button type="primary" size="large" block href={receipt.progress_path}>
        {t('portal.see_progress')}
      </Button>
    </div>
  );
}
