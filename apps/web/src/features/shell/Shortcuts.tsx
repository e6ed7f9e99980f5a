import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './shell.module.css';

export function Shortcuts({ open, close }: { open: boolean; close: () => void }) {
  const { t } = useTranslation();
  const shortcuts = [
    ['Ctrl K', t('keys.palette')],
    ['G', t('keys.workbench')],
    ['M', t('keys.messages')],
    ['N', t('keys.new')],
    ['/', t('keys.search')],
    ['J  K', t('keys.next')],
    ['E', t('keys.edit')],
    ['Ctrl S', t('keys.save')],
    ['Esc', t('keys.close')],
    ['?', t('keys.help')],
  ] as const;
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('shell.shortcuts')}>
      <dl className={styles['shortcuts']}>
        {shortcuts.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd className={styles['kbd']}>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
