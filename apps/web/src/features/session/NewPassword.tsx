import { Alert, App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useRenewSession } from '@/api';
import { useProblemText } from '@/components';

interface Passwords {
  old: string;
  new: string;
  again: string;
}

/** A new password for the signed-in person; the first one must be changed before anything else. */
export function NewPasswordForm({ done }: { done?: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const renew = useRenewSession();
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  const change = async (passwords: Passwords): Promise<void> => {
    setBusy(true);
    try {
      await client.POST('/api/session/password', { body: { old: passwords.old, new: passwords.new } });
      message.success(t('session.password_changed'));
      await renew();
      done?.();
    } catch (error) {
      setRefusal(problemText(error));
    }
    setBusy(false);
  };
  return (
    <Form<Passwords> layout="vertical" requiredMark={false} onFinish={(passwords) => void change(passwords)}>
      {refusal !== '' && <Form.Item><Alert type="error" showIcon title={refusal} role="alert" /></Form.Item>}
      <Form.Item name="old" label={t('session.old_password')} rules={[{ required: true, message: t('session.password_missing') }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="new" label={t('session.new_password')} extra={t('session.password_rule')} rules={[{ required: true, min: 10, message: t('session.password_rule') }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('session.again')}
        dependencies={['new']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value: unknown) => (value === getFieldValue('new') ? Promise.resolve() : Promise.reject(new Error(t('session.not_same')))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('session.change_password')}
      </Button>
    </Form>
  );
}
