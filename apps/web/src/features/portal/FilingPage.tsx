import { App, Button } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, newKey, Problem, textIn, uploadFile, type Json } from '@/api';
import { Failed, useProblemText, Waiting } from '@/components';
import { FormServicesContext, type FormServices } from '@/controls';
import { FormContext, FormView, useFillForm, useFirstFault, type FormController } from '@/features/form';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { Received } from './Received';
import styles from './portal.module.css';

type PortalPage = components['schemas']['PortalPage'];
type Receipt = components['schemas']['PublicReceipt'];

function zoneOf(page: PortalPage): string {
  const { zone } = page.bundle;
  return typeof zone === 'object' && zone !== null && 'name' in zone && typeof zone.name === 'string' ? zone.name : 'Asia/Shanghai';
}

/** What the controls of a public form may ask: to upload, and for the options of a field. */
function servicesOf(page: PortalPage, controller: FormController | null): FormServices {
  const place = `/api/public/${encodeURIComponent(page.app)}/${encodeURIComponent(page.portal)}/files`;
  return {
    zone: zoneOf(page),
    currency: page.bundle.currency,
    upload: (file, onProgress, field) => uploadFile(place, file, onProgress, { app: page.app, form: textIn(page.bundle.form, 'id') ?? '', field }),
    fileAddress: () => '',
    lookup: () => Promise.resolve([]),
    options: async (field, search) => {
      const values = Object.fromEntries(Object.entries(controller?.state().cells ?? {}).map(([id, cell]) => [id, cell.value]));
      const { fault, ...offered } = await ask(client.POST('/api/public/{app}/{portal}/options', { params: { path: { app: page.app, portal: page.portal } }, body: { field, search, values } }));
      return { ...offered, fault: fault ?? null };
    },
    find: () => Promise.resolve({ records: [], count: 0 }),
    person: '',
    names: {},
    picked: () => undefined,
    labelOf: () => undefined,
    place: null,
    recordAddress: () => null,
  };
}

function Filing({ page, received }: { page: PortalPage; received: (receipt: Receipt) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const root = useRef<HTMLDivElement>(null);
  const key = useRef(newKey());
  const [sending, setSending] = useState(false);
  const bundle = useMemo<Json>(() => ({ ...page.bundle }), [page]);
  const filling = useFillForm(`${page.app}/${page.portal}`, bundle, { user: null });
  const toFirstFault = useFirstFault(root);
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useMemo(() => servicesOf(page, controller), [controller, page]);

  const send = async (): Promise<void> => {
    if (controller === null || sending) return;
    const { faults, values } = controller.attempt();
    if (faults.length > 0) {
      message.warning(t('portal.faults', { count: faults.length }));
      toFirstFault();
      return;
    }
    setSending(true);
    try {
      const path = { app: page.app, portal: page.portal };
      received(await ask(client.POST('/api/public/{app}/{portal}/records', { params: { path }, headers: { 'Idempotency-Key': key.current }, body: { values: { ...values } } })));
    } catch (error) {
      message.error(problemText(error));
      // What the server refused may be sent again in another form; what it did not answer keeps its key.
      if (error instanceof Problem && error.status >= 400 && error.status < 500) key.current = newKey();
      setSending(false);
    }
  };
  return (
    <>
      <h1>{text(page.label)}</h1>
      <p className={styles['intro']}>{text(page.intro)}</p>
      {filling.state === 'failed' && <Failed error={filling.error} />}
      {filling.state === 'starting' && <Waiting lines={8} />}
      {controller !== null && (
        <FormServicesContext value={services}>
          <FormContext value={controller}>
            <div ref={root} className={styles['form']}>
              <FormView kind="public" />
              <Button type="primary" size="large" block loading={sending} onClick={() => void send()}>
                {t('action.submit')}
              </Button>
            </div>
          </FormContext>
        </FormServicesContext>
      )}
    </>
  );
}

/** A form by link. */
export function FilingPage({ app, portal }: { app: string; portal: string }) {
  const text = useText();
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const page = useQuery({
    queryKey: ['portal', app, portal],
    queryFn: () => ask(client.GET('/api/public/{app}/{portal}', { params: { path: { app, portal } } })),
    staleTime: Infinity,
  });
  const title = text(page.data?.label);
  useEffect(() => {
    if (title !== '') document.title = title;
  }, [title]);
  if (page.isError) return <Failed error={page.error} retry={() => void page.refetch()} />;
  if (page.isPending) return <Waiting lines={8} />;
  if (receipt !== null) return <Received receipt={receipt} />;
  return <Filing page={page.data} received={setReceipt} />;
}
