import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, client, useApps } from '@/api';
import { Failed, Page as PageFrame } from '@/components';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import styles from './administration.module.css';

type Entry = components['schemas']['AuditEntry'];

/** Who did what when; newest first. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const apps = new Map(useApps().data?.map((app) => [app.id, text(app.label)]));
  const audit = useInfiniteQuery({
    queryKey: ['admin', 'audit'],
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(client.GET('/api/admin/audit', { params: { query: pageParam === '' ? {} : { after: pageParam } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  // What happened without a person is named by its cause.
  const named = (actor: string): string => {
    if (actor.startsWith('system:')) return t('administration.by_system');
    return actor.startsWith('link:') ? t('administration.by_link') : actor;
  };
  const columns: TableProps<Entry>['columns'] = [
    { title: t('administration.when'), key: 'at', width: 180, render: (_, entry) => format.moment(entry.at) },
    { title: t('administration.who'), key: 'who', width: 160, render: (_, entry) => <span title={entry.actor_name}>{named(entry.actor_name)}</span> },
    { title: t('administration.what'), dataIndex: 'action', width: 200, render: (action: string) => t(`administration.actions.${action.replaceAll('.', '_')}`, { defaultValue: action }) },
    { title: t('administration.app'), key: 'app', width: 140, render: (_, entry) => apps.get(entry.app ?? '') ?? entry.app },
    { title: t('administration.subject'), dataIndex: 'subject', render: (subject: string) => <span className={styles['code']}>{subject}</span> },
  ];
  return (
    <PageFrame title={t('administration.audit')}>
      {audit.isError ? (
        <Failed error={audit.error} />
      ) : (
        <div className={styles['wide']} role="group" aria-label={t('administration.audit')} tabIndex={0}>
          <Table<Entry> className={styles['wideTable'] ?? ''} rowKey="id" size="small" columns={columns} dataSource={audit.data?.pages.flatMap((page) => page.entries) ?? []} loading={audit.isPending} pagination={false} />
        </div>
      )}
      {audit.hasNextPage && <Button className={styles['more']} loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>{t('action.load_more')}</Button>}
    </PageFrame>
  );
}
