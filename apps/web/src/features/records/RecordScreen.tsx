import { Alert, Tabs } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, useFormKnown, useMe, type FlowTrace, type FormKnown, type RecordDetail } from '@/api';
import { Failed, useKeys, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { FormContext, FormView, ReadView, useFillForm, useFirstFault, type FormController } from '@/features/form';
import { KeptNote, sendFiles, useBegun, useKeeping } from '@/features/unsent';
import { useLocale } from '@/i18n';
import { useNarrow, width } from '@/theme';
import { asText } from '@/controls/shared/values';
import { ActBox } from './ActBox';
import { CaseSteps } from './CaseSteps';
import { Clash, isSettled } from './Clash';
import { RecordHead } from './RecordHead';
import { SaveBar } from './SaveBar';
import { labelOfPath, useNamesOf, useRecordServices, zoneOf } from './services';
import { Trail } from './Trail';
import { useClash } from './useClash';
import { useRecord, useRecordChanged, useTrace } from './useRecord';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
import styles from './records.module.css';

export interface RecordScreenProps {
  app: string;
  form: string;
  id: string;
  place: 'page' | 'panel';
  /** The record is no longer there, or the person wants to leave it. */
  gone: () => void;
  /** A to-do on it was done. */
  acted?: () => void;
}

interface OpenedProps extends RecordScreenProps {
  known: FormKnown;
  detail: RecordDetail;
  trace: FlowTrace | undefined;
  again: () => void;
}

/** The record with the engine's session on it: to read, and to change where the person may. */
function Opened(props: OpenedProps) {
  const { app, form, id, known, detail, trace, place, again } = props;
  const { t } = useTranslation();
  const me = useMe();
  const locale = useLocale((state) => state.locale);
  const root = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState(false);
  /** What the form stood on when it was opened: what others change meanwhile must not throw away what is typed. */
  const [held, setHeld] = useState<RecordDetail | null>(null);
  const stood = editing && held !== null ? held : detail;
  const [saving, setSaving] = useState(false);
  const [tab, setTab] = useState('form');
  // Beside the record the flow comes first, as soon as it is known that there is one.
  const [beside, setBeside] = useState<string | null>(null);
  const submitKey = useSubmitKey();
  const refusal = useRefusal();
  const changed = useRecordChanged(app, form);
  const toFirstFault = useFirstFault(root);
  const oneColumn = useNarrow(width.wide) || place === 'panel';
  const rights = useMemo(() => ({ default: 'read', fields: Object.fromEntries(stood.writable.map((field) => [field, 'write'])) }), [stood.writable]);
  const filling = useFillForm(`${id}/${String(stood.revision)}`, known.bundle, { record: stood.values, user: me?.id ?? null, rights, facts: stood.facts });
  const controller: FormController | null = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: detail.names, controller, stored: detail });
  const mayEdit = detail.writable.length > 0;
  const mine = trace?.mine ?? null;
  const user = me?.id ?? '';
  const kept = useBegun({ user, app, form, record: id }, editing ? controller : null);
  const { clash, clashed, choose, over } = useClash(controller);
  // What was begun on an older revision is merged with what happened since, it does not cover it.
  const base = clash?.revision ?? Math.min(stood.revision, kept?.base ?? stood.revision);
  const keeping = useKeeping({ user, app, form, record: id }, editing ? controller : null, base);
  useNamesOf(kept?.values, known, controller, services);

  const edit = (): void => {
    if (!editing) setHeld(detail);
    setEditing(true);
    setTab('form');
  };
  const leave = (): void => {
    setEditing(false);
    setHeld(null);
    over();
  };
  const save = async (): Promise<void> => {
    if (controller === null) return;
    const { faults, values } = controller.attempt();
    if (faults.length > 0 || (clash !== null && !isSettled(clash))) {
      toFirstFault();
      return;
    }
    if (Object.keys(values).length === 0) {
      keeping.forget(kept !== null);
      leave();
      return;
    }
    setSaving(true);
    try {
      await sendFiles(values);
      await ask(
        client.PATCH('/api/apps/{app}/forms/{form}/records/{id}', {
          params: { path: { app, form, id }, header: { 'If-Match': `"${String(base)}"` } },
          headers: { 'Idempotency-Key': submitKey([base, values]) },
          body: { values: { ...values } },
        }),
      );
      keeping.forget(false);
      leave();
      await changed();
    } catch (error) {
      if (clashed(error)) void changed();
      else refusal(error, controller);
      toFirstFault();
    }
    setSaving(false);
  };
  useKeys({
    e: () => {
      if (mayEdit) edit();
    },
    'Mod+s': () => {
      if (editing) void save();
    },
  });

  /** Who changed the record last. */
  const other = services.names[asText(detail.values['_updated_by'])] ?? t('records.somebody');
  const { cells, tables } = controller?.state() ?? { cells: {}, tables: {} };
  const reading = (
    <ReadView
      description={known.description}
      values={detail.values}
      names={services.names}
      shows={(field) => field.id in detail.values && (controller === null || (cells[field.id] ?? tables[field.id])?.visible !== false)}
    />
  );
  const main = (
    <div className={styles['record']} ref={root} data-editing={editing}>
      {filling.state === 'failed' && <Failed error={filling.error} />}
      {editing && controller !== null ? (
        <FormContext value={controller}>
          {kept !== null && (
            <KeptNote
              kept={kept}
              discard={() => {
                keeping.forget(true);
                again();
              }}
            />
          )}
          {clash !== null && <Clash clash={clash} known={known} names={services.names} other={other} choose={choose} />}
          {clash === null && detail.revision > stood.revision && <Alert className={styles['told'] ?? ''} type="info" showIcon role="status" title={t('records.changed_meanwhile', { name: other })} />}
          <FormView />
        </FormContext>
      ) : (
        reading
      )}
    </div>
  );
  const blank = (field: string): boolean => {
    const value = detail.values[field] ?? null;
    return value === null || value === '' || (Array.isArray(value) && value.length === 0);
  };
  const wanting = (mine?.must ?? [])
    .filter((field) => blank(field) && (cells[field] ?? tables[field])?.visible !== false)
    .map((field) => labelOfPath(known.description.fields, field, locale) ?? field);
  const act = mine === null || mine.actions.length === 0 ? null : (
    <ActBox
      task={mine}
      deadline={trace?.deadlines.find((why) => why.todo === mine.id)}
      zone={zoneOf(known)}
      revision={editing ? base : detail.revision}
      controller={controller}
      editing={editing}
      clashed={clashed}
      openForm={() => {
        if (mayEdit) edit();
      }}
      toFirstFault={toFirstFault}
      wanting={wanting}
      outrun={changed}
      acted={async () => {
        keeping.forget(false);
        leave();
        await changed();
        props.acted?.();
      }}
    />
  );
  const trail = <Trail app={app} form={form} id={id} known={known} names={services.names} />;
  const steps = <CaseSteps app={app} form={form} id={id} trace={trace} known={known} names={services.names} title={detail.title} />;
  return (
    <FormServicesContext value={services}>
      <div className={styles['screen']} data-columns={oneColumn ? 1 : 2}>
        <div className={styles['screenMain']}>
          <RecordHead
            {...props}
            editing={editing}
            edit={mayEdit ? edit : undefined}
          />
          {trace?.state === 'suspended' && <Alert type="warning" showIcon role="status" title={t('act.on_hold')} />}
          {oneColumn ? (
            <>
              {act}
              <Tabs
                activeKey={tab}
                onChange={setTab}
                items={[
                  { key: 'form', label: t('records.form'), children: main },
                  { key: 'trail', label: t('records.trail'), children: trail },
                  ...(trace === undefined || trace.state === 'none' ? [] : [{ key: 'flow', label: t('records.flow'), children: steps }]),
                ]}
              />
            </>
          ) : (
            main
          )}
          {editing && (
            <SaveBar
              saving={saving}
              keptAt={keeping.keptAt}
              save={() => void save()}
              cancel={() => {
                keeping.forget(true);
                leave();
                if (controller?.changed === true) again();
              }}
            />
          )}
        </div>
        {!oneColumn && (
          <aside className={styles['screenSide']} aria-label={t('records.beside')}>
            {act}
            <Tabs
              activeKey={beside ?? (trace === undefined || trace.state === 'none' ? 'trail' : 'flow')}
              onChange={setBeside}
              items={[
                ...(trace === undefined || trace.state === 'none' ? [] : [{ key: 'flow', label: t('records.flow'), children: steps }]),
                { key: 'trail', label: t('records.trail'), children: trail },
              ]}
            />
          </aside>
        )}
      </div>
    </FormServicesContext>
  );
}

/** One record: what it says, what happened to it, and what is to be done. */
export function RecordScreen(props: RecordScreenProps) {
  const { app, form, id } = props;
  const [round, setRound] = useState(0);
  const known = useFormKnown(app, form);
  const record = useRecord(app, form, id);
  const trace = useTrace(app, form, id);
  const failed = [known, record].find((query) => query.isError);
  if (failed !== undefined) return <Failed error={failed.error} retry={() => void failed.refetch()} />;
  if (known.data === undefined || record.data === undefined) return <Waiting lines={10} />;
  return (
    <Opened
      {...props}
      key={`${id}/${String(round)}`}
      known={known.data}
      detail={record.data}
      trace={trace.data}
      again={() => {
        setRound(round + 1);
      }}
    />
  );
}
