import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { OptionTag } from '@/controls';
import { useFormat } from '@/i18n/format';
import { VersionDifferences } from './Differences';
import { Migrations } from './Migrations';
import { rollBack, usePublishing, useVersions } from './queries';
import styles from './build.module.css';

/** The published versions; an earlier one can be published again. */
export function VersionList({ app, close }: { app: string; close: () => void }) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const format = useFormat();
  const versions = useVersions(app, true);
  const [compared, compare] = useState<number | null>(null);
  const current = versions.data?.find((version) => version.current)?.number;
  const act = usePublishing(
    (version: string) => rollBack(app, version),
    (number, converts) => {
      message.success(converts ? t('build.converting') : t('build.rolled_back', { number }));
    },
  );
  return (
    <Drawer open title={t('build.versions')} size={420} onClose={close}>
      {versions.isError && <Failed error={versions.error} />}
      {versions.isPending && <Waiting />}
      <Migrations app={app} />
      {compared !== null && current !== undefined && <VersionDifferences app={app} from={compared} to={current} close={() => { compare(null); }} />}
      <ul className={styles['versions']}>
        {versions.data?.map((version) => (
          <li key={version.number} className={styles['version']}>
            <div>
              <strong>{t('build.version', { number: version.number })}</strong> {version.current && <OptionTag tone="good" label={t('build.current')} />}
              {version.running > 0 && <OptionTag tone="neutral" label={t('build.running', { count: version.running })} />}
              <div className={styles['soft']}>{format.moment(version.at)} {version.by?.name ?? ''}</div>
              {version.note !== '' && <div>{version.note}</div>}
            </div>
            {!version.current && <Button onClick={() => { compare(version.number); }}>{t('build.compare_current')}</Button>}
            {!version.current && (
              <Button
                loading={act.isPending}
                onClick={() => {
                  void modal.confirm({ title: t('build.roll_back_title', { number: version.number }), content: t('build.roll_back_note'), okText: t('build.roll_back'), cancelText: t('action.cancel'), onOk: () => { act.mutate(version.version); } });
                }}
              >
                {t('build.roll_back')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
