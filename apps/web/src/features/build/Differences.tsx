import { Modal, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useDifferences } from './queries';
import styles from './build.module.css';

type Difference = components['schemas']['Difference'];

const written = (value: unknown) => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Objects and properties that differ, before beside after. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      {differences.map((difference) => (
        <section key={`${difference.kind}/${difference.id}`}>
          <h3>
            {t(`build.kinds.${difference.kind}`, { defaultValue: difference.kind })} {text(difference.label)} <span className={styles['soft']}>{t(`build.states.${difference.change}`)}</span>
          </h3>
          {difference.properties.length > 0 && (
            <Table
              size="small"
              rowKey="path"
              pagination={false}
              dataSource={difference.properties}
              columns={[
                { title: t('build.property'), key: 'path', render: (_, property) => property.path.slice(1).replaceAll('/', ' › ') },
                { title: t('build.before'), key: 'before', render: (_, property) => <del>{written(property.before)}</del> },
                { title: t('build.after'), key: 'after', render: (_, property) => <ins>{written(property.after)}</ins> },
              ]}
            />
          )}
        </section>
      ))}
    </>
  );
}

/** What differs between two published versions. */
export function VersionDifferences({ app, from, to, close }: { app: string; from: number; to: number; close: () => void }) {
  const { t } = useTranslation();
  const found = useDifferences(app, from, to);
  return (
    <Modal open width={900} footer={null} title={t('build.difference_title', { from, to })} onCancel={close}>
      {found.isError && <Failed error={found.error} />}
      {found.isPending && <Waiting />}
      {found.data?.length === 0 && t('build.no_difference')}
      {found.data !== undefined && <DifferenceList differences={found.data} />}
    </Modal>
  );
}
