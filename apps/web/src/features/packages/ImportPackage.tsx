import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components';
import { useText } from '@/i18n';
import { Findings } from './Findings';
import { checkPackage, importPackage, type Report } from './queries';
import { SlotFields } from './SlotFields';
import styles from './packages.module.css';

/** What is in the package: changes, findings, widened rights; nothing has been changed yet. */
function Contents({ report }: { report: Report }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      <Alert
        showIcon
        type={report.ok ? 'success' : 'error'}
        title={`${text(report.label)} ${report.package_version ?? ''}`}
        description={report.ok ? t(report.installed ? 'packages.ok_upgrade' : 'packages.ok_new') : t('packages.not_ok')}
      />
      {report.diagnostics.length > 0 && <Findings findings={report.diagnostics} />}
      {report.widened.length > 0 && (
        <Alert showIcon type="warning" title={t('packages.widened')} description={<ul>{report.widened.map((line) => <li key={text(line)}>{text(line)}</li>)}</ul>} />
      )}
      {report.installed && report.changes.length > 0 && (
        <>
          <h3>{t('packages.changes')}</h3>
          <ul>{report.changes.map((change) => <li key={`${change.kind}/${change.id}/${text(change.text)}`}>{text(change.text)}</li>)}</ul>
        </>
      )}
    </>
  );
}

/** Upload, read, bind, import: nothing changes before the last step. */
export function ImportPackage({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [form] = Form.useForm<Record<string, string>>();
  const [file, setFile] = useState<File | null>(null);
  const refused = (error: unknown): void => {
    message.error(problemText(error));
  };
  const check = useMutation({ mutationFn: checkPackage, onError: refused });
  const bring = useMutation({
    mutationFn: ({ chosen, bindings }: { chosen: File; bindings: Record<string, string> }) => importPackage(chosen, bindings),
    onSuccess: async () => {
      message.success(t('packages.imported', { app: text(check.data?.label) }));
      close();
      await queries.invalidateQueries();
    },
    onError: refused,
  });
  const send = (values: Record<string, string | undefined>): void => {
    if (file === null) return;
    const bindings: Record<string, string> = {};
    for (const [slot, value] of Object.entries(values)) if (value !== undefined && value !== '') bindings[slot] = value;
    bring.mutate({ chosen: file, bindings });
  };
  const footer = (
    <>
      <Button onClick={close}>{t('action.cancel')}</Button>
      <Button type="primary" disabled={check.data?.ok !== true} loading={bring.isPending} onClick={() => { form.submit(); }}>{t('packages.import')}</Button>
    </>
  );
  return (
    <Modal open width={720} title={t('packages.upload')} onCancel={close} footer={footer}>
      <div className={styles['steps']}>
        <Upload.Dragger
          accept=".mortise,.zip"
          maxCount={1}
          showUploadList={false}
          disabled={check.isPending}
          beforeUpload={(chosen) => {
            setFile(chosen);
            check.mutate(chosen);
            return false;
          }}
        >
          <p><InboxOutlined aria-hidden /></p>
          <p>{file === null ? t('packages.drop') : file.name}</p>
        </Upload.Dragger>
        {check.data !== undefined && <Contents report={check.data} />}
        {check.data?.ok === true && (
          <Form form={form} layout="vertical" onFinish={send}>
            {check.data.slots.length > 0 && <h3>{t('packages.slots')}</h3>}
            <SlotFields slots={check.data.slots} />
          </Form>
        )}
      </div>
    </Modal>
  );
}
