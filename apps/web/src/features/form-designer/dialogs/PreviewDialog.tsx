import { Alert, Button, Drawer, Segmented, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, useFormKnown, useMe, type FormKnown, type Json } from '@/api';
import { Failed, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { jsonOf, labelled, objectsIn } from '@/definition';
import { useBuilder, useGround } from '@/features/build';
import { FormContext, FormView, useFillForm, type LayoutKind } from '@/features/form';
import { useRecordServices } from '@/features/records';
import { useText } from '@/i18n';
import { useDesign } from '../design';
import { rightsOf } from '../model/rights';
import { selectionNow } from '../selection';
import styles from '../designer.module.css';

const noNames = {};

interface TrialProps {
  app: string;
  form: string;
  bundle: Json;
  rights: { default: string; fields: Json } | null;
  kind: LayoutKind;
  known: FormKnown | undefined;
  round: number;
}

/** The form as it is filled in, with the engine; nothing is stored. */
function Trial({ app, form, bundle, rights, kind, known, round }: TrialProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [faults, setFaults] = useState<number | null>(null);
  const filling = useFillForm(`preview/${form}/${String(round)}`, bundle, { user: me?.id ?? null, ...(rights === null ? {} : { rights }) });
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: noNames, controller });
  if (filling.state === 'failed') return <Alert type="warning" showIcon title={t('form-designer.preview_failed')} description={filling.error instanceof Error ? filling.error.message : ''} />;
  if (controller === null) return <Waiting lines={8} />;
  return (
    <FormServicesContext value={services}>
      <FormContext value={controller}>
        <FormView kind={kind} />
        <div className={styles['foot']}>
          <Button type="primary" onClick={() => { setFaults(controller.attempt().faults.length); }}>{t('form-designer.try_submit')}</Button>
          {faults !== null && <span role="status">{faults === 0 ? t('form-designer.would_submit') : t('form-designer.would_not', { count: faults })}</span>}
        </div>
      </FormContext>
    </FormServicesContext>
  );
}

/** The draft as people will meet it: on a desk or a phone, as one of the roles. */
export function PreviewDialog() {
  const { t } = useTranslation();
  const text = useText();
  const { app, id, form, layout } = useDesign();
  const ground = useGround();
  const objects = useBuilder((state) => state.objects);
  const { set } = selectionNow();
  const [kind, setKind] = useState<LayoutKind>(layout);
  const [role, setRole] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const published = useFormKnown(app, id);
  const roles = Object.values(objects).flatMap((object) => (object.kind === 'role' && objectsIn(jsonOf(object.definition), 'grants').some((grant) => grant['form'] === id) ? [jsonOf(object.definition)] : []));
  const chosen = roles.find((one) => one['id'] === role);
  const rights = chosen === undefined ? null : rightsOf(chosen, id);
  const bundle = useMemo((): Json | null => {
    if (ground === null) return null;
    const zone = published.data === undefined ? {} : { zone: published.data.detail.bundle.zone };
    const draft = ground.now();
    return isObject(draft['form']) ? { ...draft, ...zone } : null;
    // The draft is read anew with every change of the form.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ground, form, published.data]);
  return (
    <Drawer open placement="right" size="100%" title={t('form-designer.preview')} onClose={() => { set({ dialog: null }); }} extra={<Button onClick={() => { setRound(round + 1); }}>{t('form-designer.begin_anew')}</Button>}>
      <div className={styles['stack']}>
        <div className={styles['bar']}>
          <Segmented aria-label={t('form-designer.screen')} value={kind} options={(['desktop', 'phone', 'public'] as const).map((value) => ({ value, label: t(`form-designer.layout.${value}`) }))} onChange={setKind} />
          <Select className={styles['role'] ?? ''} aria-label={t('form-designer.as_role')} value={role} options={[{ value: null, label: t('form-designer.all_rights') }, ...roles.map((one) => ({ value: String(one['id']), label: text(labelled(one['label'])) || String(one['id']) }))]} onChange={setRole} />
          {rights !== null && !rights.writes && <span className={styles['soft']}>{t('form-designer.role_reads')}</span>}
        </div>
        <div className={styles['stage']} data-frame={kind}>
          <div className={styles['screen']}>
            {bundle === null ? <Failed error={new Error('')} /> : <Trial key={`${kind}/${role ?? ''}/${String(round)}`} app={app} form={id} bundle={bundle} rights={rights} kind={kind} known={published.data} round={round} />}
          </div>
        </div>
      </div>
    </Drawer>
  );
}
