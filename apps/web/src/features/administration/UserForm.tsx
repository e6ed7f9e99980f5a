import { Form, Input, Modal, Switch, TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { treeOf } from './departmentTree';
import { useChange, useDepartments, type User } from './queries';

interface Wanted {
  login: string;
  name: string;
  email?: string;
  departments?: string[];
  administrator?: boolean;
}

interface UserFormProps {
  user: User | null;
  close: () => void;
  made: (secret: { name: string; password: string }) => void;
}

/** A new person, or the changes of one. */
export function UserForm({ user, close, made }: UserFormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wanted>();
  const departments = useDepartments();
  const save = useChange(
    async (wanted: Wanted) => {
      const rest = { name: wanted.name, email: wanted.email ?? '', departments: wanted.departments ?? [], administrator: wanted.administrator === true };
      if (user !== null) {
        await ask(client.PATCH('/api/admin/users/{id}', { params: { path: { id: user.id } }, body: rest }));
        return null;
      }
      const email = rest.email === '' ? null : rest.email;
      return await ask(client.POST('/api/admin/users', { body: { ...rest, email, login: wanted.login } }));
    },
    (answer) => {
      close();
      if (answer !== null) made({ name: answer.user.name, password: answer.password });
    },
  );
  const required = [{ required: true, whitespace: true, message: t('form.required') }];
  return (
    <Modal
      open
      title={user === null ? t('administration.new_user') : user.name}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      confirmLoading={save.isPending}
      onCancel={close}
      onOk={() => { form.submit(); }}
    >
      <Form<Wanted>
        form={form}
        layout="vertical"
        initialValues={user === null ? { administrator: false, departments: [] } : { ...user, email: user.email ?? '' }}
        onFinish={(wanted) => { save.mutate(wanted); }}
      >
        <Form.Item name="name" label={t('administration.name')} rules={required}><Input autoFocus /></Form.Item>
        <Form.Item name="login" label={t('administration.login')} rules={required}><Input disabled={user !== null} autoComplete="off" /></Form.Item>
        <Form.Item name="email" label={t('administration.email')} rules={[{ type: 'email', message: t('administration.no_email') }]}><Input type="email" autoComplete="off" /></Form.Item>
        <Form.Item name="departments" label={t('administration.department')}>
          <TreeSelect multiple treeDefaultExpandAll showSearch treeNodeFilterProp="title" treeData={treeOf(departments.data ?? [])} />
        </Form.Item>
        <Form.Item name="administrator" label={t('administration.administrator')} valuePropName="checked" extra={t('administration.administrator_help')}><Switch /></Form.Item>
      </Form>
    </Modal>
  );
}
