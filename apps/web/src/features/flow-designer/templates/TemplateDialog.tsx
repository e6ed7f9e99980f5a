import { Form, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import { answersOf } from './Asks';
import { BeginningChoice } from './BeginningChoice';
import type { Beginning } from './useBeginnings';

interface DialogProps {
  app: string;
  flow: string;
  form: string;
  /** Takes the steps that were chosen. */
  put: (part: Json, name: string) => void;
  close: () => void;
}

/** The gallery over a flow in which little is drawn yet: what is chosen takes the place of its steps. */
export function TemplateDialog({ app, flow, form, put, close }: DialogProps) {
  const { t } = useTranslation();
  const [dialog] = Form.useForm();
  const [picked, pick] = useState<Beginning | null>(null);
  const take = (values: unknown): void => {
    if (picked === null) return;
    put(picked.make(answersOf(values)), picked.name);
    close();
  };
  return (
    <Modal open width="min(96vw, var(--sheet))" title={t('flow-designer.templates.begin')} okText={t('flow-designer.templates.use')} okButtonProps={{ disabled: picked === null }} onCancel={close} onOk={() => { dialog.submit(); }}>
      <Form form={dialog} layout="vertical" requiredMark="optional" onFinish={take}>
        <BeginningChoice app={app} form={form} without={flow} picked={picked} pick={pick} />
      </Form>
    </Modal>
  );
}
