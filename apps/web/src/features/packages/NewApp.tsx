import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { useProblemText } from '@/components';
import { idOfWords } from '@/definition';
import { useText } from '@/i18n';
import type { Entry } from './queries';

interface Asked {
  like: string;
  zh: string;
  en?: string;
  id: string;
}

/** A new app, blank or like one that is there; it opens in the builder. */
export function NewApp({ apps, close }: { apps: readonly Entry[]; close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Asked>();
  const make = useMutation({
    mutationFn: ({ like, zh, en = '', id }: Asked) =>
      ask(client.POST('/api/apps', { body: { id, label: en.trim() === '' ? { 'zh-CN': zh } : { 'zh-CN': zh, en }, ...(like === '' ? {} : { like }) } })),
    onSuccess: async ({ app }, { zh }) => {
      message.success(t('packages.made', { app: zh }));
      close();
      await queries.invalidateQueries();
      await navigate(`/build/${app}`);
    },
    onError: (error) => { message.error(problemText(error)); },
  });
  const begin = [{ value: '', label: t('packages.blank') }, ...apps.map((entry) => ({ value: entry.app, label: t('packages.like', { app: text(entry.label) }) }))];
  return (
    <Modal open title={t('packages.new_app')} okText={t('packages.make')} confirmLoading={make.isPending} onCancel={close} onOk={() => { form.submit(); }}>
      <Form
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ like: '' }}
        onValuesChange={(changed: Partial<Asked>) => { if (changed.en !== undefined && !form.isFieldTouched('id')) form.setFieldValue('id', idOfWords(changed.en, 40)); }}
        onFinish={(asked) => { make.mutate(asked); }}
      >
        <Form.Item name="like" label={t('packages.new_app_from')}>
          <Select options={begin} />
        </Form.Item>
        <Form.Item name="zh" label={t('packages.name_zh')} rules={[{ required: true, whitespace: true, message: t('packages.name_needed') }]}>
          <Input autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item name="en" label={t('packages.name_en')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="id" label={t('packages.app_id')} extra={t('packages.app_id_help')} rules={[{ required: true, message: t('packages.id_needed') }, { pattern: /^[a-z][a-z0-9_]{0,39}$/, message: t('packages.app_id_help') }]}>
          <Input maxLength={40} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
