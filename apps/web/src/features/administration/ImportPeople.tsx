import { InboxOutlined } from '@ant-design/icons';
import { Alert, Modal, Table, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useChange } from './queries';

type Imported = components['schemas']['UsersImported'];

/** People from a workbook: all or none. */
export function ImportPeople({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const [result, setResult] = useState<Imported | null>(null);
  const send = useChange((file: File) => {
    const body = new FormData();
    body.append('file', file, file.name);
    return ask(client.POST('/api/admin/users/import', { body: { file: '' }, bodySerializer: () => body }));
  }, setResult);
  return (
    <Modal open width={640} title={t('administration.import')} onCancel={close} onOk={close} okText={t('action.close')} cancelButtonProps={{ hidden: true }}>
      <p>{t('administration.import_help')}</p>
      <Upload.Dragger
        accept=".xlsx,.xlsm,.xlsb,.xls"
        maxCount={1}
        showUploadList={false}
        disabled={send.isPending}
        beforeUpload={(file) => {
          send.mutate(file);
          return false;
        }}
      >
        <p><InboxOutlined aria-hidden /></p>
        <p>{t('administration.import_drop')}</p>
      </Upload.Dragger>
      {result !== null && result.faults.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('administration.import_refused')}
          description={<ul>{result.faults.map((fault) => <li key={`${String(fault.row)}${text(fault.message)}`}>{t('administration.in_row', { row: fault.row, fault: text(fault.message) })}</li>)}</ul>}
        />
      )}
      {result !== null && result.faults.length === 0 && (
        <>
          <Alert type="success" showIcon title={t('administration.imported', { made: result.made.length, changed: result.changed.length })} />
          <Table
            rowKey="login"
            size="small"
            pagination={false}
            dataSource={[...result.made]}
            columns={[
              { title: t('administration.login'), dataIndex: 'login' },
              { title: t('administration.first_password'), dataIndex: 'password' },
            ]}
          />
        </>
      )}
    </Modal>
  );
}
