import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Page as PageFrame } from '@/components';
import type { components } from '@/generated/api';
import { useLocale } from '@/i18n';
import styles from './administration.module.css';

type Entry = components['schemas']['AuditEntry'];

/** Who did what when; newest first. */
export function Page() {
  const { t } = useTranslation();
  const locale = useLocale((state) => state.locale);
  const audit = useInfiniteQuery({
    queryKey: ['admin', 'audit'],
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(client.GET('/api/admin/audit', { params: { query: pageParam === '' ? {} : { after: pageParam } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const columns: TableProps<Entry>['columns'] = [
    { title: t('administration.when'), key: 'at', width: 180, render: (_, entry) => new Date(entry.at).toLocaleString(locale) },
    { title: t('administration.who'), dataIndex: 'actor_name', width: 160 },
    { title: t('administration.what'), dataIndex: 'action', width: 200, render: (action: string) => t(`administration.actions.${action.replaceAll('.', '_')}`, { defaultValue: action }) },
    { title: t('administration.app'), dataIndex: 'app', width: 140 },
    { title: t('administration.subject'), dataIndex: 'subject', render: (subject: string) => <span className={styles['code']}>{subject}</span> },
  ];
  return (
    <PageFrame title={t('administration.audit')}>
      {audit.isError ? (
        <Failed error={audit.error} />
      ) : (
        <Table<Entry> rowKey="id" size="small" columns={columns} dataSource={audit.data?.pages.flatMap((page) => page.entries) ?? []} loading={audit.isPending} pagination={false} scroll={{ x: 'max-content' }} />
      )}
      {audit.hasNextPage && <Button className={styles['more']} loading={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>{t('action.load_more')}</Button>}
    </PageFrame>
  );
}
