import { App } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, isObject, isText, newRecordId, Problem, useFormKnown, useMe, type FormKnown, type Json } from '@/api';
import { Failed, Nothing, Page as PageFrame, useKeys, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { focusFirst, FormContext, FormView, useFillForm, useFirstFault } from '@/features/form';
import { useText } from '@/i18n';
import { isOffline, KeptNote, letWait, sendFiles, sendNew, useKeeping, useKept, type Kept } from '@/features/unsent';
import { SaveBar } from './SaveBar';
import { useNamesOf, useRecordServices } from './services';
import { SimilarNote } from './SimilarNote';
import { useRecordChanged } from './useRecord';
import { useRefusal } from './useRefusal';
import styles from './records.module.css';

const noNames = {};
/** The record was stored before, with other content: the answer was lost, or another window was faster. */
const filedBefore: ReadonlySet<string> = new Set(['exists', 'key_reused']);

/** What another page wants the new record to begin with, and what the references in it are called. */
function readStart(state: unknown): { values: Json; names: Readonly<Record<string, string>> } {
  const start = isObject(state) ? state : {};
  const names = isObject(start['names']) ? Object.entries(start['names']).flatMap(([id, name]) => (isText(name) ? [[id, name] as const] : [])) : [];
  return { values: isObject(start['values']) ? start['values'] : {}, names: names.length === 0 ? noNames : Object.fromEntries(names) };
}

interface FillingProps {
  app: string;
  form: string;
  known: FormKnown;
  user: string;
  /** What was begun before. */
  kept: Kept | null;
  startAnew: () => void;
}

function Filling({ app, form, known, user, kept, startAnew }: FillingProps) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const root = useRef<HTMLDivElement>(null);
  const [sending, setSending] = useState(false);
  const [id] = useState(() => kept?.record ?? newRecordId());
  const refusal = useRefusal();
  const changed = useRecordChanged(app, form);
  const toFirstFault = useFirstFault(root);
  const create = known.detail.rights.create;
  const rights = useMemo(() => ({ default: 'hidden', fields: { ...create } }), [create]);
  const { state } = useLocation();
  const start = useMemo(() => readStart(state), [state]);
  const filling = useFillForm(`${app}/${form}/new`, known.bundle, { user, rights, values: start.values }, kept?.values);
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: start.names, controller });
  const keeping = useKeeping({ user, app, form, record: id }, controller, null);
  useNamesOf(kept?.values, known, controller, services);
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
      await sendFiles(values);
      const record = await sendNew({ app, form, id, values });
      keeping.forget(false);
      const seen = Object.keys(record.values).length > 0;
      message.success([seen ? t('records.submitted', { title: record.title }) : t('records.submitted_unseen'), ...(record.notes ?? []).map(text)].join(' '));
      void changed();
      void navigate(seen ? addresses.record(app, form, record.id) : addresses.app(app), { replace: true });
    } catch (error) {
      if (isOffline(error)) {
        await letWait({ id, user, app, form, label: known.description.label, values });
        keeping.forget(false);
        message.info(t('unsent.waits'));
        // Other pages may not be here without a connection; the next record can be filed on this one.
        startAnew();
        return;
      }
      if (error instanceof Problem && filedBefore.has(error.code)) {
        setSending(false);
        const open = (): void => {
          keeping.forget(true);
          void navigate(addresses.record(app, form, id), { replace: true });
        };
        modal.confirm({ title: t('unsent.filed_before'), content: t('unsent.filed_before_note'), okText: t('unsent.filed_before_open'), onOk: open });
        return;
      }
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
              {kept !== null && (
                <KeptNote
                  kept={kept}
                  discard={() => {
                    keeping.forget(true);
                    startAnew();
                  }}
                />
              )}
              <FormView />
              <SimilarNote app={app} form={form} bundle={known.bundle} controller={controller} />
              <SaveBar saving={sending} verb={t('action.submit')} save={() => void submit()} cancel={() => void navigate(-1)} keptAt={keeping.keptAt} />
            </div>
          </FormContext>
        </FormServicesContext>
      )}
    </PageFrame>
  );
}

/** A new record. Coming here again, from this very page too, begins with what was laid aside meanwhile. */
export function Page() {
  const { key } = useLocation();
  return <Beginning key={key} />;
}

function Beginning() {
  const { t } = useTranslation();
  const { app = '', form = '' } = useParams();
  const known = useFormKnown(app, form);
  const user = useMe()?.id ?? '';
  const [round, setRound] = useState(0);
  const found = useKept({ user, app, form }, undefined, round === 0 && user !== '');
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  if (known.isPending || (found === undefined && round === 0)) return <Waiting lines={10} />;
  if (!known.data.detail.actions.includes('create')) return <Nothing title={t('records.may_not_create')} />;
  return (
    <Filling
      key={`${app}/${form}/${String(round)}`}
      app={app}
      form={form}
      known={known.data}
      user={user}
      kept={round === 0 ? (found ?? null) : null}
      startAnew={() => {
        setRound(round + 1);
      }}
    />
  );
}
