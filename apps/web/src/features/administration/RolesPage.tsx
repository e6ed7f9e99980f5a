import { Select, Table, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Page as PageFrame } from '@/components';
import { useText } from '@/i18n';
import { useChange, usePeople, useRoles, type RoleEntry } from './queries';
import styles from './administration.module.css';

function Holders({ entry }: { entry: RoleEntry }) {
  const { t } = useTranslation();
  const text = useText();
  const people = usePeople('');
  const save = useChange((users: string[]) => ask(client.PUT('/api/admin/roles/{app}/{role}', { params: { path: { app: entry.app, role: entry.role } }, body: { users } })));
  const known = new Map(entry.holders.map((holder) => [holder.id, holder.name]));
  for (const user of people.data ?? []) known.set(user.id, user.name);
  return (
    <Select
      mode="multiple"
      className={styles['holders']}
      aria-label={t('administration.holders_of', { role: text(entry.label) })}
      placeholder={t('administration.nobody')}
      value={entry.holders.map((holder) => holder.id)}
      loading={save.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      options={Array.from(known, ([value, label]) => ({ value, label }))}
      onChange={(users) => { save.mutate(users); }}
    />
  );
}

/** Who has which role of which app. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const roles = useRoles();
  const columns: TableProps<RoleEntry>['columns'] = [
    { title: t('administration.app'), key: 'app', width: 180, render: (_, entry) => text(entry.app_label) },
    {
      title: t('administration.role'),
      key: 'role',
      width: 260,
      render: (_, entry) => (
        <>
          <div>{text(entry.label)}</div>
          <div className={styles['soft']}>{text(entry.help)}</div>
        </>
      ),
    },
    { title: t('administration.holders'), key: 'holders', render: (_, entry) => <Holders entry={entry} /> },
  ];
  return (
    <PageFrame title={t('administration.roles')}>
      {roles.isError ? (
        <Failed error={roles.error} />
      ) : (
        <Table<RoleEntry> rowKey={(entry) => `${entry.app}/${entry.role}`} size="small" columns={columns} dataSource={roles.data ?? []} loading={roles.isPending} pagination={false} scroll={{ x: 720 }} />
      )}
    </PageFrame>
  );
}
