import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { Conversion } from './Migrations';
import { Impact, isAllowed, undecided } from './Impact';
import { publish, rollBack, useChanges, useChangesBack, usePublishing, type VersionEntry } from './queries';
import styles from './build.module.css';

/** What publishing would do, seen before it is done; then how far the conversion of stored values is. */
export function Publication({ app, close, done }: { app: string; close: () => void; done?: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [decisions, decide] = useState(undecided);
  const [begun, begin] = useState<string | null>(null);
  const changes = useChanges(app, decisions.choices, begun === null);
  const act = usePublishing(
    () => publish(app, note, decisions),
    ({ number, migration }) => {
      if (migration !== undefined && migration !== null) {
        begin(migration);
        return;
      }
      message.success(t('build.published', { number }));
      close();
      done?.();
    },
  );
  const found = changes.data;
  if (begun !== null) return <Conversion app={app} id={begun} close={close} />;
  return (
    <Modal
      open
      width={820}
      title={t('build.publish_title')}
      okText={t('build.publish_now')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: found === undefined || changes.isFetching || !isAllowed(found, decisions), loading: act.isPending }}
      onOk={() => { act.mutate(undefined); }}
      onCancel={close}
    >
      {changes.isError && <Failed error={changes.error} />}
      {changes.isPending && <Waiting lines={8} />}
      {found !== undefined && <Impact app={app} name={t('build.publish_title')} changes={found} canExport decisions={decisions} decide={decide} />}
      <Input className={styles['note']} aria-label={t('build.note')} placeholder={t('build.note')} value={note} onChange={(event) => { setNote(event.target.value); }} />
    </Modal>
  );
}

/** What going back to a version would do, seen before it is done. */
export function GoingBack({ app, version, close }: { app: string; version: VersionEntry; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [decisions, decide] = useState(undecided);
  const [begun, begin] = useState<string | null>(null);
  const title = t('build.roll_back_title', { number: version.number });
  const changes = useChangesBack(app, version.number, decisions.choices, begun === null);
  const act = usePublishing(
    () => rollBack(app, version.version, decisions),
    ({ number, migration }) => {
      if (migration !== undefined && migration !== null) {
        begin(migration);
        return;
      }
      message.success(t('build.rolled_back', { number }));
      close();
    },
  );
  const found = changes.data;
  if (begun !== null) return <Conversion app={app} id={begun} close={close} />;
  return (
    <Modal
      open
      width={820}
      title={title}
      okText={t('build.roll_back')}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: found === undefined || changes.isFetching || !isAllowed(found, decisions), loading: act.isPending }}
      onOk={() => { act.mutate(undefined); }}
      onCancel={close}
    >
      <p>{t('build.roll_back_note')}</p>
      {changes.isError && <Failed error={changes.error} />}
      {changes.isPending && <Waiting lines={8} />}
      {found !== undefined && <Impact app={app} name={title} changes={found} canExport={false} decisions={decisions} decide={decide} />}
    </Modal>
  );
}
