import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskCard } from '@/api';
import type { People } from './PeopleDialog';
import styles from './act.module.css';

interface RemoveDialogProps {
  task: TaskCard;
  busy: boolean;
  act: (people: People) => void;
  close: () => void;
}

/** Who is no longer asked at a step. */
export function RemoveDialog({ task, busy, act, close }: RemoveDialogProps) {
  const { t } = useTranslation();
  const [who, setWho] = useState(task.removable.length === 1 ? (task.removable[0]?.id ?? '') : '');
  return (
    <Modal open title={t('act.remove_sign')} okText={t('act.remove_sign')} okButtonProps={{ disabled: who === '', loading: busy, danger: true }} onOk={() => { act({ to: who }); }} onCancel={close}>
      <div className={styles['fields']}>
        <p className={styles['note']}>{t('act.remove_sign_help')}</p>
        <Radio.Group
          vertical
          aria-label={t('act.whom_out')}
          value={who}
          options={task.removable.map((person) => ({ value: person.id, label: person.name }))}
          onChange={(event) => { setWho(String(event.target.value)); }}
        />
      </div>
    </Modal>
  );
}
