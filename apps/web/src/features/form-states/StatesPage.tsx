import { Alert, Segmented } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { ask, client, keys, useFormKnown, useMe, type FormKnown, type Json, type RecordDetail } from '@/api';
import { Failed, Page as PageFrame, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { isObject } from '@/api/narrow';
import { FormContext, FormView, ReadView, useFillForm } from '@/features/form';
import { useRecordServices } from '@/features/records';
import { useText } from '@/i18n';
import { WhyPanel } from './WhyPanel';
import styles from './states.module.css';

/** What a form can look like. */
const states = ['empty', 'required', 'error', 'filled', 'readonly', 'disabled'] as const;
type FormState = (typeof states)[number];

function isState(text: string | null): text is FormState {
  return states.some((state) => state === text);
}

/** The form with something said of all its fields that are filled in by people. */
function withFields(known: FormKnown, aspects: Json): Json {
  const { form } = known.bundle;
  if (!isObject(form) || !Array.isArray(form['fields'])) return known.bundle;
  const entered = new Set(known.description.fields.filter((field) => field.origin === 'entered').map((field) => field.id));
  const fields = form['fields'].map((field: unknown) => (isObject(field) && entered.has(String(field['id'])) ? { ...field, ...aspects } : field));
  return { ...known.bundle, form: { ...form, fields } };
}

function bundleIn(state: FormState, known: FormKnown): Json {
  if (state === 'required' || state === 'error') return withFields(known, { required: true });
  return state === 'disabled' ? withFields(known, { readonly: true }) : known.bundle;
}

interface ShownProps {
  app: string;
  form: string;
  known: FormKnown;
  sample: RecordDetail | null;
  state: FormState;
}

const noNames = {};

function Shown({ app, form, known, sample, state }: ShownProps) {
  const me = useMe();
  const root = useRef<HTMLDivElement>(null);
  const filled = state === 'filled' || state === 'disabled' || state === 'readonly';
  const bundle = useMemo(() => bundleIn(state, known), [known, state]);
  const record = filled && sample !== null ? { record: sample.values, facts: sample.facts } : {};
  const filling = useFillForm(`${app}/${form}/${state}`, bundle, { user: me?.id ?? null, ...record });
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: sample?.names ?? noNames, controller });
  useEffect(() => {
    if (state === 'error') controller?.attempt();
  }, [controller, state]);
  if (filling.state === 'failed') return <Failed error={filling.error} />;
  if (controller === null) return <Waiting lines={10} />;
  return (
    <FormServicesContext value={services}>
      <div ref={root} className={styles['form']} data-state={state}>
        {state === 'empty' || state === 'filled' ? <WhyPanel known={known} controller={controller} labelOf={services.labelOf} /> : null}
        {state === 'readonly' ? (
          <ReadView description={known.description} values={sample?.values ?? noNames} names={services.names} shows={() => true} />
        ) : (
          <FormContext value={controller}>
            <FormView />
          </FormContext>
        )}
      </div>
    </FormServicesContext>
  );
}

/** A form in every state that people meet it in, with the values of its newest record. Nothing here is stored. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const { app = '', form = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const known = useFormKnown(app, form);
  const newest = useQuery({
    queryKey: [...keys.records(app, form), 'newest'],
    queryFn: async () => {
      const path = { app, form };
      const { rows } = await ask(client.POST('/api/apps/{app}/forms/{form}/records/query', { params: { path }, body: { limit: 1, sort: [{ field: '_created_at', dir: 'desc' }] } }));
      const [row] = rows;
      return row === undefined ? null : ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}', { params: { path: { ...path, id: row.id } } }));
    },
  });
  const wanted = search.get('state');
  const state = isState(wanted) ? wanted : 'empty';
  const failed = [known, newest].find((query) => query.isError);
  if (failed !== undefined) return <Failed error={failed.error} retry={() => void failed.refetch()} />;
  if (known.data === undefined || newest.data === undefined) return <Waiting lines={10} />;
  return (
    <PageFrame title={t('form-states.title', { label: text(known.data.description.label) })}>
      <p className={styles['note']}>
        {t('form-states.note')} <Link to={`/build/${app}/form/${form}`}>{t('form-states.back')}</Link>
      </p>
      <Segmented
        className={styles['choice'] ?? ''}
        aria-label={t('form-states.state')}
        value={state}
        options={states.map((one) => ({ value: one, label: t(`form-states.${one}`) }))}
        onChange={(one) => {
          setSearch({ state: one }, { replace: true });
        }}
      />
      {newest.data === null && <Alert type="info" showIcon title={t('form-states.no_record')} />}
      <Shown key={state} app={app} form={form} known={known.data} sample={newest.data} state={state} />
    </PageFrame>
  );
}
