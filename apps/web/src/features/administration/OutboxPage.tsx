import { App, Button, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { client, useApps } from '@/api';
import { Failed, Nothing, Page as PageFrame, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { useChange, useDeadLetters, type DeadLetter } from './queries';
import styles from './administration.module.css';

const place = (id: string): { params: { path: { id: string } } } => ({ params: { path: { id } } });

/** Messages that could not be delivered after all attempts: to be sent again when the cause is mended, or dropped. */
export function Page() {
  const { t, i18n } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { message, modal } = App.useApp();
  const letters = useDeadLetters();
  const apps = new Map(useApps().data?.map((app) => [app.id, text(app.label)]));
  const told = (words: string) => (): void => {
    message.success(words);
  };
  const retry = useChange(
    async (ids: readonly string[]) => {
      for (const id of ids) await client.POST('/api/admin/outbox/{id}/retry', place(id));
    },
    told(t('administration.sent_again')),
  );
  const discard = useChange((id: string) => client.DELETE('/api/admin/outbox/{id}', place(id)), told(t('administration.discarded')));
  const confirmDiscard = (letter: DeadLetter): void => {
    modal.confirm({
      title: t('administration.discard_title', { to: letter.to }),
      content: t('administration.discard_note'),
      okText: t('administration.discard'),
      okButtonProps: { danger: true },
      onOk: () => {
        discard.mutate(letter.id);
      },
    });
  };
  const columns: TableProps<DeadLetter>['columns'] = [
    { title: t('administration.when'), key: 'created_at', width: 160, render: (_, letter) => format.moment(letter.created_at) },
    { title: t('administration.app'), key: 'app', width: 160, render: (_, letter) => apps.get(letter.app) ?? letter.app },
    {
      title: t('administration.to'),
      key: 'to',
      width: 240,
      render: (_, letter) => (
        <>
          <div>{letter.to}</div>
          <div className={styles['soft']}>{i18n.exists(`administration.channels.${letter.channel}`) ? t(`administration.channels.${letter.channel}`) : letter.channel}</div>
        </>
      ),
    },
    { title: t('administration.attempts'), dataIndex: 'attempts', width: 90, align: 'right' },
    { title: t('administration.cause'), key: 'error', render: (_, letter) => <span className={styles['code']}>{letter.error}</span> },
    {
      title: <span className={styles['hiddenText']}>{t('action.more')}</span>,
      key: 'acts',
      align: 'right',
      width: 180,
      render: (_, letter) => (
        <span className={styles['acts']}>
          <Button size="small" disabled={retry.isPending} onClick={() => { retry.mutate([letter.id]); }}>{t('administration.send_again')}</Button>
          <Button size="small" type="text" danger onClick={() => { confirmDiscard(letter); }}>{t('administration.discard')}</Button>
        </span>
      ),
    },
  ];
  const all = letters.data ?? [];
  return (
    <PageFrame
      title={t('administration.outbox')}
      actions={
        all.length > 1 && (
          <Button type="primary" loading={retry.isPending} onClick={() => { retry.mutate(all.map((letter) => letter.id)); }}>
            {t('administration.send_all_again', { count: all.length })}
          </Button>
        )
      }
    >
      {letters.isError && <Failed error={letters.error} retry={() => void letters.refetch()} />}
      {letters.isPending && <Waiting />}
      {letters.isSuccess && all.length === 0 && <Nothing title={t('administration.all_delivered')} />}
      {all.length > 0 && (
        <>
          <p className={styles['lead']}>{t('administration.outbox_help')}</p>
          <Table<DeadLetter> rowKey="id" size="small" columns={columns} dataSource={all} pagination={false} scroll={{ x: 960 }} />
        </>
      )}
    </PageFrame>
  );
}
