import { ImportOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Page as PageFrame, Person, useClear, useSettled } from '@/components';
import { OptionTag } from '@/controls';
import { ImportPeople } from './ImportPeople';
import { useChange, useDepartments, usePeople, type User } from './queries';
import { SecretShown } from './SecretShown';
import { SwitchOff } from './SwitchOff';
import { UserForm } from './UserForm';
import styles from './administration.module.css';

const path = (id: string): { params: { path: { id: string } } } => ({ params: { path: { id } } });

/** The people who can sign in. */
export function Page() {
  const { t } = useTranslation();
  const clear = useClear();
  const [typed, setTyped] = useState('');
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [leaving, setLeaving] = useState<User | null>(null);
  const [importing, setImporting] = useState(false);
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null);
  const people = usePeople(useSettled(typed, 250));
  const departments = useDepartments();
  const nameOf = new Map(departments.data?.map((department) => [department.id, department.name]));
  const reset = useChange(async (user: User) => ({ name: user.name, ...(await ask(client.POST('/api/admin/users/{id}/password', path(user.id)))) }), setSecret);
  const switchOn = useChange((user: User) => ask(client.PATCH('/api/admin/users/{id}', { ...path(user.id), body: { active: true } })));
  const columns: TableProps<User>['columns'] = [
    { title: t('administration.name'), key: 'name', render: (_, user) => <Person name={user.name} /> },
    { title: t('administration.login'), dataIndex: 'login' },
    { title: t('administration.department'), key: 'departments', render: (_, user) => user.departments.map((id) => nameOf.get(id) ?? '').join(t('records.and')) },
    { title: t('administration.email'), dataIndex: 'email', responsive: ['lg'] },
    {
      title: t('administration.state'),
      key: 'state',
      render: (_, user) => (
        <>
          {user.active ? <OptionTag tone="good" label={t('administration.active')} /> : <OptionTag tone="neutral" label={t('administration.inactive')} />}
          {user.administrator && <OptionTag tone="info" label={t('administration.administrator')} />}
        </>
      ),
    },
    {
      title: <span className={styles['hiddenText']}>{t('action.more')}</span>,
      key: 'more',
      align: 'right',
      render: (_, user) => (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'edit', label: t('action.edit'), onClick: () => { setEditing(user); } },
              { key: 'reset', label: t('administration.reset'), onClick: () => { reset.mutate(user); } },
              { key: 'active', label: user.active ? t('administration.switch_off') : t('administration.switch_on'), onClick: () => { if (user.active) setLeaving(user); else switchOn.mutate(user); } },
            ],
          }}
        >
          <Button type="text" aria-label={t('administration.more_of', { name: user.name })}>⋯</Button>
        </Dropdown>
      ),
    },
  ];
  return (
    <PageFrame
      title={t('administration.users')}
      actions={
        <>
          <Button icon={<ImportOutlined aria-hidden />} onClick={() => { setImporting(true); }}>{t('administration.import')}</Button>
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setEditing('new'); }}>{t('administration.new_user')}</Button>
        </>
      }
      below={<Input prefix={<SearchOutlined aria-hidden />} allowClear={clear} className={styles['search']} placeholder={t('administration.search_people')} aria-label={t('administration.search_people')} onChange={(event) => { setTyped(event.target.value); }} />}
    >
      {people.isError ? <Failed error={people.error} /> : <Table<User> rowKey="id" size="small" columns={columns} dataSource={people.data ?? []} loading={people.isPending} pagination={false} scroll={{ x: 'max-content' }} />}
      {editing !== null && <UserForm user={editing === 'new' ? null : editing} close={() => { setEditing(null); }} made={setSecret} />}
      {leaving !== null && <SwitchOff user={leaving} close={() => { setLeaving(null); }} />}
      {importing && <ImportPeople close={() => { setImporting(false); }} />}
      {secret !== null && <SecretShown {...secret} close={() => { setSecret(null); }} />}
    </PageFrame>
  );
}
