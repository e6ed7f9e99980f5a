import { App } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client, useFormKnown, useMe, type FormKnown } from '@/api';
import { Failed, Nothing, Page as PageFrame, useKeys, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { focusFirst, FormContext, FormView, useFillForm, useFirstFault } from '@/features/form';
import { useText } from '@/i18n';
import { SaveBar } from './SaveBar';
import { useRecordServices } from './services';
import { useLeaveGuard } from './useLeaveGuard';
import { useRecordChanged } from './useRecord';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
import styles from './records.module.css';

const noNames = {};

function Filling({ app, form, known }: { app: string; form: string; known: FormKnown }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const me = useMe();
  const root = useRef<HTMLDivElement>(null);
  const stored = useRef(false);
  const [sending, setSending] = useState(false);
  const submitKey = useSubmitKey();
  const refusal = useRefusal();
  const changed = useRecordChanged(app, form);
  const toFirstFault = useFirstFault(root);
  const create = known.detail.rights.create;
  const rights = useMemo(() => ({ default: 'hidden', fields: { ...create } }), [create]);
  const filling = useFillForm(`${app}/${form}/new`, known.bundle, { user: me?.id ?? null, rights });
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: noNames, controller });
  useLeaveGuard(() => controller?.changed === true && !stored.current);
  useEffect(() => {
    if (controller !== null) focusFirst(root.current);
  }, [controller]);

  const submit = async (): Promise<void> => {
    if (controller === null || sending) return;
    const { faults, values } = controller.attempt();
    if (faults.length > 0) {
      message.warning(t('records.faults', { count: faults.length }));
      toFirstFault();
      return;
    }
    setSending(true);
    try {
      const body = { values: { ...values } };
      const record = await ask(client.POST('/api/apps/{app}/forms/{form}/records', { params: { path: { app, form } }, headers: { 'Idempotency-Key': submitKey(body) }, body }));
      stored.current = true;
      message.success([t('records.submitted', { title: record.title }), ...(record.notes ?? []).map(text)].join(' '));
      void changed();
      void navigate(addresses.record(app, form, record.id), { replace: true });
    } catch (error) {
      refusal(error, controller);
      toFirstFault();
      setSending(false);
    }
  };
  useKeys({ 'Mod+s': () => void submit() });
  const label = text(known.description.label);
  return (
    <PageFrame title={t('shell.new_of', { label })}>
      {filling.state === 'failed' && <Failed error={filling.error} />}
      {filling.state === 'starting' && <Waiting lines={10} />}
      {controller !== null && (
        <FormServicesContext value={services}>
          <FormContext value={controller}>
            <div className={styles['newForm']} ref={root}>
              <FormView />
              <SaveBar saving={sending} verb={t('action.submit')} save={() => void submit()} cancel={() => void navigate(-1)} />
            </div>
          </FormContext>
        </FormServicesContext>
      )}
    </PageFrame>
  );
}

/** A new record. */
export function Page() {
  const { t } = useTranslation();
  const { app = '', form = '' } = useParams();
  const known = useFormKnown(app, form);
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  if (known.isPending) return <Waiting lines={10} />;
  if (!known.data.detail.actions.includes('create')) return <Nothing title={t('records.may_not_create')} />;
  return <Filling key={`${app}/${form}`} app={app} form={form} known={known.data} />;
}
