import { App, Button, Drawer } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useMe } from '@/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { layAside } from './unfinished';
import { dropWaiting, keepSending, sendWaiting, useWaiting, type WaitingRecord } from './waiting';
import styles from './unsent.module.css';

/** Says what waits in this browser to be sent; nothing while nothing does. */
export function WaitingBar() {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const me = useMe();
  const { list, sending } = useWaiting();
  const [open, setOpen] = useState(false);
  const user = me?.id;
  useEffect(() => {
    if (user === undefined) return undefined;
    return keepSending(user, (sent) => {
      message.success(t('unsent.waiting_sent', { count: sent }));
      void queries.invalidateQueries();
    });
  }, [message, queries, t, user]);
  if (user === undefined || list.length === 0) return null;
  const sendNow = async (): Promise<void> => {
    const sent = await sendWaiting(user, true);
    if (sent > 0) message.success(t('unsent.waiting_sent', { count: sent }));
    else message.warning(t('unsent.waiting_not_sent'));
    if (sent > 0) void queries.invalidateQueries();
  };
  const fillInAgain = async (record: WaitingRecord): Promise<void> => {
    layAside({ user, app: record.app, form: record.form, record: record.id }, record.values);
    await dropWaiting(record, false);
    setOpen(false);
    void navigate(addresses.newRecord(record.app, record.form));
  };
  return (
    <div className={styles['waiting']} role="status">
      <span>{t('unsent.waiting', { count: list.length })}</span>
      <Button
        size="small"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('unsent.waiting_show')}
      </Button>
      <Drawer
        open={open}
        onClose={() => {
          setOpen(false);
        }}
        title={t('unsent.waiting_title')}
        extra={
          <Button type="primary" loading={sending} onClick={() => void sendNow()}>
            {t('unsent.waiting_send')}
          </Button>
        }
      >
        <p className={styles['faint']}>{t('unsent.waiting_note')}</p>
        <ul className={styles['waitingList']}>
          {list.map((record) => (
            <li key={record.id}>
              <strong>{text(record.label)}</strong>
              <span className={styles['faint']}>{format.moment(record.at)}</span>
              {record.refused !== null && <p className={styles['waitingRefused']}>{t('unsent.waiting_refused', { reason: record.refused })}</p>}
              <Button size="small" onClick={() => void fillInAgain(record)}>
                {t('action.edit')}
              </Button>
              <Button size="small" danger onClick={() => void dropWaiting(record, true)}>
                {t('action.delete')}
              </Button>
            </li>
          ))}
        </ul>
      </Drawer>
    </div>
  );
}
