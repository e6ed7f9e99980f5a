import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { App, Button, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormKnown, RecordRow } from '@/api';
import { useText } from '@/i18n';
import { BulkEdit } from './BulkEdit';
import { BulkTransfer } from './BulkTransfer';
import { useBulk, type Bulk } from './useBulk';
import styles from './views.module.css';

interface BulkBarProps {
  app: string;
  form: string;
  known: FormKnown;
  rows: readonly RecordRow[];
  clear: () => void;
}

function Outcome({ bulk, close }: { bulk: Bulk; close: () => void }) {
  const { t } = useTranslation();
  const refused = bulk.results.filter((result) => result.refused !== '');
  const done = bulk.results.length - refused.length;
  return (
    <Modal
      open
      closable={!bulk.running}
      keyboard={!bulk.running}
      title={t('views.bulk_title')}
      onCancel={close}
      footer={bulk.running ? <Button onClick={bulk.stop}>{t('views.bulk_stop')}</Button> : <Button type="primary" onClick={close}>{t('action.close')}</Button>}
    >
      <Progress percent={bulk.total === 0 ? 0 : Math.round((bulk.results.length / bulk.total) * 100)} status={bulk.running ? 'active' : 'normal'} aria-label={t('views.bulk_progress')} />
      <p role="status">{t('views.bulk_told', { done, refused: refused.length, total: bulk.total })}</p>
      {bulk.stopped !== '' && <p role="alert">{bulk.stopped}</p>}
      <ul className={styles['results']} aria-label={t('views.bulk_results')}>
        {[...refused, ...bulk.results.filter((result) => result.refused === '')].map((result) => (
          <li key={result.id} data-refused={result.refused !== ''}>
            {result.refused === '' ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}
            <span>{result.title}</span>
            <span className={styles['faint']}>{result.refused === '' ? t('views.bulk_done') : t('views.bulk_refused', { why: result.refused })}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

/** What can be done with the chosen rows; it says how many they are. */
export function BulkBar({ app, form, known, rows, clear }: BulkBarProps) {
  const { t } = useTranslation();
  const text = useText();
  const { modal } = App.useApp();
  const bulk = useBulk(app, form);
  const [asking, setAsking] = useState<'edit' | 'transfer' | null>(null);
  const { actions } = known.detail;
  const label = text(known.description.label);
  const count = rows.length;
  const close = (): void => {
    if (bulk.results.every((result) => result.refused === '') && bulk.stopped === '') clear();
    bulk.forget();
  };
  const remove = (): void => {
    modal.confirm({
      title: t('views.delete_title', { count, label }),
      content: t('records.delete_note'),
      okText: t('views.delete_count', { count }),
      okButtonProps: { danger: true },
      onOk: () => { void bulk.start(rows, { kind: 'delete' }); },
    });
  };
  if (count === 0 && bulk.total === 0) return null;
  return (
    <div className={styles['bulk']} role="toolbar" aria-label={t('views.bulk')}>
      <span>{t('views.chosen', { count })}</span>
      {actions.includes('update') && <Button onClick={() => { setAsking('edit'); }}>{t('views.edit_count', { count })}</Button>}
      {known.detail.has_flow && <Button onClick={() => { setAsking('transfer'); }}>{t('views.transfer_count', { count })}</Button>}
      {actions.includes('delete') && <Button danger onClick={remove}>{t('views.delete_count', { count })}</Button>}
      <Button type="text" onClick={clear}>{t('views.choose_none')}</Button>
      {asking === 'edit' && (
        <BulkEdit
          app={app}
          form={form}
          known={known}
          count={count}
          close={() => { setAsking(null); }}
          start={(values) => {
            setAsking(null);
            void bulk.start(rows, { kind: 'update', values });
          }}
        />
      )}
      {asking === 'transfer' && (
        <BulkTransfer
          count={count}
          close={() => { setAsking(null); }}
          start={(to, opinion) => {
            setAsking(null);
            void bulk.start(rows, { kind: 'act', action: 'transfer', opinion, to });
          }}
        />
      )}
      {bulk.total > 0 && <Outcome bulk={bulk} close={close} />}
    </div>
  );
}
