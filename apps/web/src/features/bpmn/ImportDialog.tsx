import { InboxOutlined } from '@ant-design/icons';
import { Alert, App, Form, Modal, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isObject, textIn, type Json } from '@/api';
import { useProblemText } from '@/components';
import { labelled } from '@/definition';
import { builderNow, useReferences } from '@/features/build';
import { useText } from '@/i18n';
import { Notes } from './Notes';
import { useLookAtModel } from './queries';
import styles from './bpmn.module.css';

/** A model of another tool becomes drafts of flows: choose form and file, read what was not taken, open it. */
export function ImportDialog({ app, close }: { app: string; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const text = useText();
  const problem = useProblemText();
  const navigate = useNavigate();
  const forms = useReferences('form');
  const [form, setForm] = useState<string | null>(forms.length === 1 ? (forms[0]?.value ?? null) : null);
  const [file, setFile] = useState<File | null>(null);
  const look = useLookAtModel(app);
  const flows = (look.data?.flows ?? []).filter((flow): flow is Json => isObject(flow));
  const ask = (nextForm: string | null, nextFile: File | null): void => {
    setForm(nextForm);
    setFile(nextFile);
    if (nextForm !== null && nextFile !== null) look.mutate({ form: nextForm, file: nextFile });
  };
  const open = (): void => {
    const { run } = builderNow();
    const [first] = flows;
    if (first === undefined) return;
    for (const flow of flows) run(t('bpmn.imported', { name: text(labelled(flow['label'])) }), `flow/${textIn(flow, 'id') ?? ''}`, flow);
    message.success(t('bpmn.imported', { name: text(labelled(first['label'])) }));
    close();
    void navigate(`/build/${app}/flow/${textIn(first, 'id') ?? ''}`, { state: { bpmn: look.data?.report ?? [] } });
  };
  return (
    <Modal open width={720} title={t('bpmn.import')} okText={t('bpmn.open')} okButtonProps={{ disabled: flows.length === 0 || look.isPending }} onCancel={close} onOk={open}>
      <Form layout="vertical">
        <Form.Item label={t('bpmn.form')} extra={t('bpmn.form_help')}>
          <Select aria-label={t('bpmn.form')} options={forms} value={form} showSearch={{ optionFilterProp: 'label' }} onChange={(chosen: string) => { ask(chosen, file); }} />
        </Form.Item>
        <Upload.Dragger
          accept=".bpmn,.bpmn20.xml,.xml"
          maxCount={1}
          showUploadList={false}
          beforeUpload={(chosen) => {
            ask(form, chosen);
            return false;
          }}
        >
          <p><InboxOutlined aria-hidden /></p>
          <p>{file === null ? t('bpmn.drop') : file.name}</p>
        </Upload.Dragger>
      </Form>
      <p className={styles['soft']}>{t('bpmn.takes')}</p>
      {file !== null && form === null && <Alert showIcon type="info" title={t('bpmn.form_needed')} />}
      {look.error !== null && <Alert showIcon type="error" title={problem(look.error)} />}
      {look.data !== undefined && look.error === null && (
        <section aria-label={t('bpmn.result')}>
          <p>{t('bpmn.becomes', { count: look.data.elements, flows: flows.map((flow) => text(labelled(flow['label']))).join('、') })}</p>
          {look.data.report.length === 0 ? <Alert showIcon type="success" title={t('bpmn.all_taken')} /> : <Notes report={look.data.report} />}
        </section>
      )}
    </Modal>
  );
}
