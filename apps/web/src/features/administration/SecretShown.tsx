import { Modal, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** A password that was made; it is shown this once. */
export function SecretShown({ name, password, close }: { name: string; password: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t('administration.password_of', { name })} onCancel={close} onOk={close} cancelButtonProps={{ hidden: true }} okText={t('action.close')}>
      <p>{t('administration.shown_once')}</p>
      <Typography.Text copyable code>
        {password}
      </Typography.Text>
    </Modal>
  );
}
