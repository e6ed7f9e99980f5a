import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { OptionTag } from '@/controls';
import { useFormat } from '@/i18n/format';
import { VersionDifferences } from './Differences';
import { Migrations } from './Migrations';
import { GoingBack } from './Publication';
import { useVersions, type VersionEntry } from './queries';
import { RunningCases } from './RunningCases';
import styles from './build.module.css';

/** The published versions: compared with the current one, or published again. */
export function VersionList({ app, close }: { app: string; close: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const versions = useVersions(app, true);
  const [compared, compare] = useState<number | null>(null);
  const [wanted, goBack] = useState<VersionEntry | null>(null);
  const current = versions.data?.find((version) => version.current)?.number;
  return (
    <Drawer open title={t('build.versions')} size={420} onClose={close}>
      {versions.isError && <Failed error={versions.error} />}
      {versions.isPending && <Waiting />}
      <RunningCases app={app} older={versions.data?.reduce((sum, version) => sum + (version.current ? 0 : version.running), 0) ?? 0} />
      <Migrations app={app} />
      {compared !== null && current !== undefined && <VersionDifferences app={app} from={compared} to={current} close={() => { compare(null); }} />}
      {wanted !== null && <GoingBack app={app} version={wanted} close={() => { goBack(null); }} />}
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
              <div className={styles['choices']}>
                <Button onClick={() => { compare(version.number); }}>{t('build.compare_current')}</Button>
                <Button onClick={() => { goBack(version); }}>{t('build.roll_back')}</Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
