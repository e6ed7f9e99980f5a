import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Select, Tree, TreeSelect } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Nothing, Page as PageFrame, useClear, Waiting } from '@/components';
import { treeOf } from './departmentTree';
import { useChange, useDepartments, usePeople, type Department } from './queries';
import styles from './administration.module.css';

interface Wanted {
  name: string;
  parent?: string | null;
  head?: string | null;
}

function DepartmentForm({ department, all, done }: { department: Department | null; all: readonly Department[]; done: (id: string | null) => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const people = usePeople('');
  const clear = useClear();
  const save = useChange(
    (wanted: Wanted) => {
      const body = { name: wanted.name, parent: wanted.parent ?? '', head: wanted.head ?? '' };
      if (department !== null) return ask(client.PATCH('/api/admin/departments/{id}', { params: { path: { id: department.id } }, body }));
      return ask(client.POST('/api/admin/departments', { body: { name: body.name, parent: wanted.parent ?? null, head: wanted.head ?? null } }));
    },
    (saved) => { done(saved.id); },
  );
  const remove = useChange((id: string) => client.DELETE('/api/admin/departments/{id}', { params: { path: { id } } }), () => { done(null); });
  const others = all.filter((one) => one.id !== department?.id);
  return (
    <Form<Wanted>
      key={department?.id ?? 'new'}
      layout="vertical"
      className={styles['panel']}
      initialValues={{ name: department?.name ?? '', parent: department?.parent ?? null, head: department?.head?.id ?? null }}
      onFinish={(wanted) => { save.mutate(wanted); }}
    >
      <Form.Item name="name" label={t('administration.name')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input autoFocus /></Form.Item>
      <Form.Item name="parent" label={t('administration.above')}>
        <TreeSelect allowClear={clear} treeDefaultExpandAll treeData={treeOf(others)} placeholder={t('administration.top')} />
      </Form.Item>
      <Form.Item name="head" label={t('administration.head')} extra={t('administration.head_help')}>
        <Select allowClear={clear} showSearch={{ optionFilterProp: 'label' }} options={(people.data ?? []).map((user) => ({ value: user.id, label: user.name }))} />
      </Form.Item>
      <div className={styles['buttons']}>
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t('action.save')}</Button>
        {department !== null && (
          <Button
            danger
            onClick={() => {
              void modal.confirm({ title: t('administration.remove_department', { name: department.name }), okText: t('action.delete'), cancelText: t('action.cancel'), okButtonProps: { danger: true }, onOk: () => { remove.mutate(department.id); } });
            }}
          >
            {t('action.delete')}
          </Button>
        )}
      </div>
    </Form>
  );
}

const headed = (department: Department): string => (department.head === null || department.head === undefined ? department.name : `${department.name} · ${department.head.name}`);

/** The tree of departments with their heads. */
export function Page() {
  const { t } = useTranslation();
  const departments = useDepartments();
  const [chosen, setChosen] = useState<string | null>(null);
  if (departments.isError) return <Failed error={departments.error} />;
  if (departments.isPending) return <Waiting />;
  const all = departments.data;
  const department = all.find((one) => one.id === chosen) ?? null;
  return (
    <PageFrame title={t('administration.departments')} actions={<Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setChosen('new'); }}>{t('administration.new_department')}</Button>}>
      <div className={styles['split']}>
        <div className={styles['panel']}>
          {all.length === 0 ? (
            <Nothing title={t('administration.no_department')} />
          ) : (
            <Tree
              blockNode
              defaultExpandAll
              aria-label={t('administration.departments')}
              selectedKeys={chosen === null ? [] : [chosen]}
              treeData={treeOf(all, null, headed)}
              onSelect={([key]) => { setChosen(typeof key === 'string' ? key : null); }}
            />
          )}
        </div>
        {(department !== null || chosen === 'new') && <DepartmentForm key={chosen} department={department} all={all} done={setChosen} />}
      </div>
    </PageFrame>
  );
}
