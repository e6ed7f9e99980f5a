import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, useRenewSession } from '@/api';
import { useProblemText } from '@/components';

interface Credentials {
  login: string;
  password: string;
}

/** Login and password; used by the page and, when a session has ended, over the page that was open. */
export function SignInForm() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const renew = useRenewSession();
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  const signIn = async (credentials: Credentials): Promise<void> => {
    setBusy(true);
    try {
      await ask(client.POST('/api/session', { body: credentials }));
      await renew();
    } catch (error) {
      setRefusal(problemText(error));
      setBusy(false);
    }
  };
  return (
    <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(credentials) => void signIn(credentials)}>
      {refusal !== '' && <Form.Item><Alert type="error" showIcon title={refusal} role="alert" /></Form.Item>}
      <Form.Item name="login" label={t('session.login')} rules={[{ required: true, message: t('session.login_missing') }]}>
        <Input autoFocus autoComplete="username" autoCapitalize="none" size="large" />
      </Form.Item>
      <Form.Item name="password" label={t('session.password')} rules={[{ required: true, message: t('session.password_missing') }]}>
        <Input.Password autoComplete="current-password" size="large" />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t('session.sign_in')}
      </Button>
    </Form>
  );
}
