import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, useRenewSession } from '@/api';
import { useProblemText } from '@/components';

interface First {
  code: string;
  login: string;
  name: string;
  password: string;
}

/** Makes the first administrator with the code that the server printed on its console. */
export function SetUpForm() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const renew = useRenewSession();
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  const make = async (first: First): Promise<void> => {
    setBusy(true);
    try {
      await client.POST('/api/session/setup', { body: first });
      await renew();
    } catch (error) {
      setRefusal(problemText(error));
      setBusy(false);
    }
  };
  return (
    <Form<First> layout="vertical" requiredMark={false} onFinish={(first) => void make(first)}>
      {refusal !== '' && <Form.Item><Alert type="error" showIcon title={refusal} role="alert" /></Form.Item>}
      <Form.Item name="code" label={t('session.code')} extra={t('session.code_help')} rules={[{ required: true, message: t('session.code_missing') }]}>
        <Input autoFocus autoComplete="one-time-code" />
      </Form.Item>
      <Form.Item name="name" label={t('session.name')} rules={[{ required: true, message: t('session.name_missing') }]}>
        <Input autoComplete="name" />
      </Form.Item>
      <Form.Item name="login" label={t('session.login')} rules={[{ required: true, message: t('session.login_missing') }]}>
        <Input autoComplete="username" autoCapitalize="none" />
      </Form.Item>
      <Form.Item name="password" label={t('session.password')} extra={t('session.password_rule')} rules={[{ required: true, min: 10, message: t('session.password_rule') }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('session.set_up')}
      </Button>
    </Form>
  );
}
