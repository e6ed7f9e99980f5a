import { Alert, App, Button, Modal, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText, Waiting } from '@/components';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { cancelMigration, exportMigration, useMigrations } from './queries';
import styles from './build.module.css';

type Migration = components['schemas']['MigrationEntry'];

/** So many of those that are over are listed; the others are of no interest any more. */
const shown = 5;

const percentOf = ({ done, total }: Migration): number => (total === 0 ? 0 : Math.floor((100 * done) / total));

function useStopping(app: string, after: () => Promise<unknown>): (id: string) => Promise<void> {
  const { message } = App.useApp();
  const problemText = useProblemText();
  return async (id) => {
    try {
      await cancelMigration(app, id);
    } catch (error) {
      message.error(problemText(error));
    }
    await after();
  };
}

function Refused({ app, migration }: { app: string; migration: Migration }) {
  const { t } = useTranslation();
  if (migration.refused === 0) return null;
  return <Button type="link" className={styles['export'] ?? ''} onClick={() => { void exportMigration(app, migration.id); }}>{t('build.refused_values', { count: migration.refused })}</Button>;
}

/** One conversion, followed from its beginning to its end. */
export function Conversion({ app, id, close }: { app: string; id: string; close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const found = useMigrations(app);
  const stop = useStopping(app, found.refetch);
  const migration = found.data?.find((one) => one.id === id);
  const isRunning = migration === undefined || migration.state === 'running';
  return (
    <Modal
      open
      width={820}
      title={t('build.migrations')}
      onCancel={close}
      footer={
        <div className={styles['choices']}>
          {isRunning && migration !== undefined && <Button onClick={() => { void stop(id); }}>{t('build.cancel_migration')}</Button>}
          <Button type="primary" onClick={close}>{t(isRunning ? 'build.go_on_behind' : 'action.close')}</Button>
        </div>
      }
    >
      {migration === undefined ? (
        <Waiting />
      ) : (
        <div className={styles['panel']} aria-live="polite">
          {isRunning && <p>{t('build.converting')}</p>}
          {isRunning && <Progress aria-label={t('build.migrations')} percent={percentOf(migration)} />}
          {isRunning && <span className={styles['soft']}>{t('build.converted_so_far', { done: migration.done, total: migration.total })}</span>}
          {(migration.state === 'settling' || migration.state === 'done') && <Alert type="success" showIcon title={t('build.is_current')} description={t('build.kept_aside')} />}
          {migration.state === 'failed' && <Alert type="error" showIcon title={t('build.migration_state.failed')} description={text(migration.problem ?? undefined)} />}
          {migration.state === 'cancelled' && <Alert type="info" showIcon title={t('build.migration_state.cancelled')} description={t('build.drafts_stay')} />}
          <Refused app={app} migration={migration} />
        </div>
      )}
    </Modal>
  );
}

/** The conversions of stored values: how far they are, what did not convert, a way to stop. */
export function Migrations({ app }: { app: string }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const found = useMigrations(app);
  const stop = useStopping(app, found.refetch);
  const listed = found.data?.filter((migration, at) => at < shown || migration.state === 'running') ?? [];
  if (listed.length === 0) return null;
  return (
    <section className={styles['apart']}>
      <h3>{t('build.migrations')}</h3>
      <ul className={styles['versions']}>
        {listed.map((migration) => (
          <li key={migration.id} className={styles['migration']}>
            <span>
              <strong>{t(migration.converts ? 'build.converts' : 'build.recalculates')}</strong> {t(`build.migration_state.${migration.state}`)}
            </span>
            <span className={styles['soft']}>{format.moment(migration.started_at)} {migration.by_name}</span>
            {migration.state === 'running' && <Progress aria-label={t('build.migrations')} percent={percentOf(migration)} />}
            {migration.problem !== undefined && migration.problem !== null && <span>{text(migration.problem)}</span>}
            <Refused app={app} migration={migration} />
            {migration.state === 'running' && migration.converts && <Button onClick={() => { void stop(migration.id); }}>{t('build.cancel_migration')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
