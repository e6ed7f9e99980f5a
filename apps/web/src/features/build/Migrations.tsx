import { App, Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { cancelMigration, exportMigration, useMigrations } from './queries';
import styles from './build.module.css';

/** The conversions of stored values: how far they are, what did not convert, a way to stop. */
export function Migrations({ app }: { app: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const text = useText();
  const format = useFormat();
  const found = useMigrations(app);
  const stop = async (id: string) => {
    try {
      await cancelMigration(app, id);
    } catch (error) {
      message.error(problemText(error));
    }
    await found.refetch();
  };
  if (found.data === undefined || found.data.length === 0) return null;
  return (
    <section>
      <h3>{t('build.migrations')}</h3>
      <ul className={styles['versions']}>
        {found.data.map((migration) => (
          <li key={migration.id} className={styles['panel']}>
            <span>
              <strong>{t(migration.converts ? 'build.converts' : 'build.recalculates')}</strong> {t(`build.migration_state.${migration.state}`)}
            </span>
            <span className={styles['soft']}>{format.moment(migration.started_at)} {migration.by_name}</span>
            {migration.state === 'running' && <Progress aria-label={t('build.migrations')} percent={migration.total === 0 ? 0 : Math.floor((100 * migration.done) / migration.total)} />}
            {migration.problem !== undefined && migration.problem !== null && <span>{text(migration.problem)}</span>}
            {migration.refused > 0 && <Button type="link" onClick={() => { void exportMigration(app, migration.id); }}>{t('build.refused_values', { count: migration.refused })}</Button>}
            {migration.state === 'running' && migration.converts && <Button onClick={() => { void stop(migration.id); }}>{t('build.cancel_migration')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
