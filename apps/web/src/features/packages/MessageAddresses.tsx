import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Flex, Form, Input, Modal, Table, Typography, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Waiting } from '@/components';
import { useChange } from '@/features/administration';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import type { Entry } from './queries';
import styles from './packages.module.css';

type Address = components['schemas']['MessageAddress'];
type Secret = components['schemas']['MessageSecret'];

/** What was made; it is shown this once. */
function Shown({ secret }: { secret: Secret }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="success"
      showIcon
      title={t('packages.address_made')}
      description={
        <>
          <p>
            <Typography.Text copyable code>{`POST ${window.location.origin}${secret.path}`}</Typography.Text>
          </p>
          <p>
            <Typography.Text copyable={{ text: secret.secret }} code>{`Authorization: Bearer ${secret.secret}`}</Typography.Text>
          </p>
        </>
      }
    />
  );
}

/** The addresses at which systems outside send messages to the cases of an app. */
export function MessageAddresses({ entry, close }: { entry: Entry; close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { modal } = App.useApp();
  const [form] = Form.useForm<{ label: string }>();
  const [secret, setSecret] = useState<Secret | null>(null);
  const path = { app: entry.app };
  const found = useQuery({ queryKey: ['admin', 'addresses', entry.app], queryFn: async () => (await ask(client.GET('/api/admin/apps/{app}/message-addresses', { params: { path } }))).addresses });
  const make = useChange(
    (label: string) => ask(client.POST('/api/admin/apps/{app}/message-addresses', { params: { path }, body: { label } })),
    (made) => {
      setSecret(made);
      form.resetFields();
    },
  );
  const revoke = useChange((id: string) => client.DELETE('/api/admin/apps/{app}/message-addresses/{id}', { params: { path: { ...path, id } } }));
  const columns: TableProps<Address>['columns'] = [
    { title: t('packages.address_label'), dataIndex: 'label' },
    { title: t('packages.address_made_at'), key: 'made', render: (_, address) => `${format.moment(address.made_at)} · ${address.made_by}` },
    { title: t('packages.address_used_at'), key: 'used', render: (_, address) => (address.used_at === null || address.used_at === undefined ? t('packages.address_unused') : format.moment(address.used_at)) },
    {
      title: '',
      key: 'revoke',
      align: 'right',
      render: (_, address) => (
        <Button
          size="small"
          type="text"
          danger
          onClick={() => {
            modal.confirm({ title: t('packages.revoke_title', { label: address.label }), content: t('packages.revoke_note'), okText: t('packages.revoke'), okButtonProps: { danger: true }, onOk: () => { revoke.mutate(address.id); } });
          }}
        >
          {t('packages.revoke')}
        </Button>
      ),
    },
  ];
  return (
    <Modal open width={720} title={t('packages.addresses_of', { app: text(entry.label) })} footer={<Button onClick={close}>{t('action.close')}</Button>} onCancel={close}>
      <Flex vertical gap={12}>
        <p className={styles['soft']}>{t('packages.addresses_help')}</p>
        {secret !== null && <Shown secret={secret} />}
        {found.isError && <Failed error={found.error} />}
        {found.isPending && <Waiting lines={3} />}
        {found.data !== undefined && found.data.length > 0 && <Table<Address> rowKey="id" size="small" columns={columns} dataSource={found.data} pagination={false} scroll={{ x: 560 }} />}
        <Form form={form} layout="inline" onFinish={({ label }) => { make.mutate(label.trim()); }}>
          <Form.Item name="label" rules={[{ required: true, whitespace: true, message: t('packages.address_label_needed') }]}>
            <Input aria-label={t('packages.address_label')} placeholder={t('packages.address_placeholder')} maxLength={80} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={make.isPending}>
            {t('packages.make_address')}
          </Button>
        </Form>
      </Flex>
    </Modal>
  );
}
