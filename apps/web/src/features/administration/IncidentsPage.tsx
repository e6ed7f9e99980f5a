import { Table, type TableProps } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addresses, ask, client } from '@/api';
import { Failed, Nothing, Page as PageFrame, Waiting } from '@/components';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import styles from './administration.module.css';

type Incident = components['schemas']['Incident'];

/** Others may settle one while the list is looked at. */
const every = 30_000;

/** Cases that stand still; on the page of its record each is tried again, skipped or moved. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const found = useQuery({ queryKey: ['admin', 'incidents'], queryFn: async () => (await ask(client.GET('/api/incidents'))).incidents, refetchInterval: every });
  const columns: TableProps<Incident>['columns'] = [
    {
      title: t('administration.incident_record'),
      key: 'record',
      width: 260,
      render: (_, incident) => (
        <>
          {incident.title === null || incident.title === undefined ? <span className={styles['soft']}>{t('administration.incident_unseen')}</span> : <Link to={addresses.record(incident.app, incident.form, incident.record)}>{incident.title === '' ? t('administration.untitled') : incident.title}</Link>}
          <div className={styles['soft']}>{text(incident.app_label)}</div>
        </>
      ),
    },
    { title: t('administration.incident_step'), key: 'node', width: 160, render: (_, incident) => text(incident.node_label) },
    { title: t('administration.incident_what'), key: 'what', render: (_, incident) => text(incident.what) },
    { title: t('administration.attempts'), dataIndex: 'tries', width: 90, align: 'right' },
    { title: t('administration.incident_since'), key: 'since', width: 160, render: (_, incident) => format.moment(incident.since) },
  ];
  return (
    <PageFrame title={t('administration.incidents')}>
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Waiting />}
      {found.data?.length === 0 && <Nothing title={t('administration.no_incidents')} />}
      {found.data !== undefined && found.data.length > 0 && (
        <>
          <p className={styles['lead']}>{t('administration.incidents_help')}</p>
          <Table<Incident> rowKey={(incident) => `${incident.record}/${incident.node}`} size="small" columns={columns} dataSource={found.data} pagination={false} scroll={{ x: 900 }} />
        </>
      )}
    </PageFrame>
  );
}
