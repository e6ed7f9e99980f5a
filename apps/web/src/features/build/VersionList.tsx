import { App, Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { OptionTag } from '@/controls';
import { useFormat } from '@/i18n/format';
import { rollBack, usePublishing, useVersions } from './queries';
import styles from './build.module.css';

/** The published versions; an earlier one can be published again. */
export function VersionList({ app, close }: { app: string; close: () => void }) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const format = useFormat();
  const versions = useVersions(app, true);
  const act = usePublishing(
    (version: string) => rollBack(app, version),
    (number) => {
      message.success(t('build.rolled_back', { number }));
    },
  );
  return (
    <Drawer open title={t('build.versions')} size={420} onClose={close}>
      {versions.isError && <Failed error={versions.error} />}
      {versions.isPending && <Waiting />}
      <ul className={styles['versions']}>
        {versions.data?.map((version) => (
          <li key={version.number} className={styles['version']}>
            <div>
              <strong>{t('build.version', { number: version.number })}</strong> {version.current && <OptionTag tone="good" label={t('build.current')} />}
              {version.running > 0 && <OptionTag tone="neutral" label={t('build.running', { count: version.running })} />}
              <div className={styles['soft']}>{format.moment(version.at)} {version.by?.name ?? ''}</div>
              {version.note !== '' && <div>{version.note}</div>}
            </div>
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
