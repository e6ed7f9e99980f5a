import { App, Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { PersonPicker } from '@/features/records';
import { useChange, type User } from './queries';
import styles from './administration.module.css';

interface SwitchOffProps {
  user: User;
  close: () => void;
}

/** Somebody leaves: says what the person still holds, and asks who takes it over. */
export function SwitchOff({ user, close }: SwitchOffProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [to, setTo] = useState<readonly string[]>([]);
  const path = { id: user.id };
  const held = useQuery({ queryKey: ['admin', 'held', user.id], queryFn: () => ask(client.GET('/api/admin/users/{id}/todos', { params: { path } })) });
  const switchOff = useChange(
    (successor: string | undefined) => ask(client.PATCH('/api/admin/users/{id}', { params: { path }, body: { active: false, ...(successor === undefined ? {} : { hand_over_to: successor }) } })),
    () => {
      message.success(t('administration.switched_off', { name: user.name }));
      close();
    },
  );
  const open = held.data?.open ?? 0;
  return (
    <Modal
      open
      title={t('administration.switch_off_who', { name: user.name })}
      okText={t('administration.switch_off')}
      okButtonProps={{ danger: true, loading: switchOff.isPending, disabled: held.isPending }}
      onOk={() => { switchOff.mutate(to[0]); }}
      onCancel={close}
    >
      <p>{t('administration.switch_off_note')}</p>
      <p aria-live="polite">{open === 0 ? t('administration.holds_nothing') : t('administration.holds', { count: open, late: held.data?.overdue ?? 0 })}</p>
      <label className={styles['field']}>
        <span>{t('administration.taken_over_by')}</span>
        <PersonPicker chosen={to} choose={setTo} several={false} label={t('administration.taken_over_by')} />
      </label>
      <p className={styles['soft']}>{t('administration.taken_over_help')}</p>
    </Modal>
  );
}
