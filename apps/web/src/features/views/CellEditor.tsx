import { Button, Modal } from 'antd';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, useMe, type FormKnown, type RecordDetail } from '@/api';
import { useProblemText } from '@/components';
import { FormServicesContext } from '@/controls';
import { asText } from '@/controls/shared/values';
import type { FieldDescription } from '@/engine';
import { FieldInput, focusFirst, FormContext, useFaultText, useFillForm } from '@/features/form';
import { Clash, isSettled, useClash, useRecordChanged, useRecordServices, useSubmitKey } from '@/features/records';
import { sendFiles } from '@/features/unsent';
import { useText } from '@/i18n';
import styles from './views.module.css';

/** Where the cursor goes when a cell is done. */
export type Next = 'stay' | 'down' | 'right' | 'left';

interface CellEditorProps {
  app: string;
  form: string;
  known: FormKnown;
  detail: RecordDetail;
  field: FieldDescription;
  done: (next: Next) => void;
}

/** Whether a key belongs to the input: a list is open, or a longer text goes on. */
function belongsToInput(event: KeyboardEvent): boolean {
  if (event.nativeEvent.isComposing || event.key === 'Process') return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.getAttribute('aria-expanded') === 'true') return true;
  return target.tagName === 'TEXTAREA' && event.key === 'Enter' && (event.shiftKey || event.altKey);
}

function Fault({ path, more }: { path: string; more: string }) {
  const own = useFaultText(path);
  const words = own === '' ? more : own;
  return words === '' ? null : <p className={styles['cellFault']} role="alert">{words}</p>;
}

/** One cell of a list with the input of its kind, on the whole record: options, checks and rights are those of the form. */
export function CellEditor({ app, form, known, detail, field, done }: CellEditorProps) {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const problemText = useProblemText();
  const changed = useRecordChanged(app, form);
  const submitKey = useSubmitKey();
  const root = useRef<HTMLDivElement>(null);
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState('');
  const rights = useMemo(() => ({ default: 'read', fields: Object.fromEntries(detail.writable.map((id) => [id, 'write'])) }), [detail.writable]);
  const filling = useFillForm(`${detail.id}/${String(detail.revision)}/${field.id}`, known.bundle, { record: detail.values, user: me?.id ?? null, rights, facts: detail.facts });
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: detail.names, controller, stored: detail });
  const { clash, clashed, choose, over } = useClash(controller);
  const allowed = detail.writable.includes(field.id);
  useEffect(() => {
    if (controller !== null && root.current !== null) focusFirst(root.current);
  }, [controller]);

  const save = async (next: Next): Promise<void> => {
    if (controller === null || saving) return;
    const { faults, values } = controller.attempt();
    const other = faults.find((fault) => fault.path !== field.id);
    setRefused(other === undefined ? '' : text(other.message));
    if (faults.length > 0) return;
    if (Object.keys(values).length === 0) {
      done(next);
      return;
    }
    setSaving(true);
    try {
      await sendFiles(values);
      const base = clash?.revision ?? detail.revision;
      await ask(
        client.PATCH('/api/apps/{app}/forms/{form}/records/{id}', {
          params: { path: { app, form, id: detail.id }, header: { 'If-Match': `"${String(base)}"` } },
          headers: { 'Idempotency-Key': submitKey([detail.id, base, values]) },
          body: { values: { ...values } },
        }),
      );
      over();
      await changed();
      done(next);
    } catch (error) {
      if (!clashed(error)) setRefused(problemText(error));
    }
    setSaving(false);
  };
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (belongsToInput(event)) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      done('stay');
    } else if (event.key === 'Enter') {
      event.preventDefault();
      void save('down');
    } else if (event.key === 'Tab') {
      event.preventDefault();
      void save(event.shiftKey ? 'left' : 'right');
    }
  };
  const other = detail.names[asText(detail.values['_updated_by'])] ?? t('records.somebody');
  if (!allowed) {
    return (
      <div className={styles['cellBox']}>
        <p className={styles['cellFault']} role="alert">{t('views.cell_closed')}</p>
        <Button size="small" autoFocus onClick={() => { done('stay'); }}>{t('action.close')}</Button>
      </div>
    );
  }
  return (
    <div ref={root} className={styles['cellBox']} data-field={field.id} role="presentation" onKeyDown={onKey} onClick={(event) => { event.stopPropagation(); }}>
      {controller !== null && (
        <FormServicesContext value={services}>
          <FormContext value={controller}>
            <FieldInput field={field} path={field.id} label={text(field.label)} compact />
            <Fault path={field.id} more={refused} />
            <div className={styles['cellActions']}>
              <Button size="small" type="primary" loading={saving} onClick={() => void save('stay')}>{t('action.save')}</Button>
              <Button size="small" onClick={() => { done('stay'); }}>{t('action.cancel')}</Button>
            </div>
            {clash !== null && (
              <Modal open title={t('records.clash')} okText={t('action.save')} okButtonProps={{ disabled: !isSettled(clash), loading: saving }} onOk={() => void save('stay')} onCancel={() => { done('stay'); }}>
                <Clash clash={clash} known={known} names={services.names} other={other} choose={choose} />
              </Modal>
            )}
          </FormContext>
        </FormServicesContext>
      )}
    </div>
  );
}
