import { Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, type FormKnown } from '@/api';
import { Failed, Waiting } from '@/components';
import { FormServicesContext } from '@/controls';
import { FieldInput, FormContext, useFillForm } from '@/features/form';
import { useRecordServices } from '@/features/records';
import { sendFiles } from '@/features/unsent';
import { useText } from '@/i18n';
import { editableFields } from './editable';
import styles from './views.module.css';

interface BulkEditProps {
  app: string;
  form: string;
  known: FormKnown;
  count: number;
  close: () => void;
  start: (values: Readonly<Record<string, unknown>>) => void;
}

/** One field and the value that all chosen records get; each of them is checked on its own afterwards. */
export function BulkEdit({ app, form, known, count, close, start }: BulkEditProps) {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const [id, setId] = useState<string | null>(null);
  const fields = editableFields(known);
  const field = fields.find((one) => one.id === id);
  const rights = useMemo(() => ({ default: 'write', fields: {} }), []);
  const filling = useFillForm('bulk', known.bundle, { user: me?.id ?? null, rights });
  const controller = filling.state === 'ready' ? filling.form : null;
  const services = useRecordServices({ app, form, known, names: {}, controller });
  const send = async (): Promise<void> => {
    if (controller === null || field === undefined) return;
    const values = { [field.id]: controller.state().cells[field.id]?.value ?? null };
    await sendFiles(values);
    start(values);
  };
  return (
    <Modal open title={t('views.edit_title', { count })} okText={t('views.edit_count', { count })} okButtonProps={{ disabled: field === undefined }} onCancel={close} onOk={() => void send()}>
      <Select
        className={styles['wide'] ?? ''}
        aria-label={t('views.edit_field')}
        placeholder={t('views.edit_field')}
        showSearch={{ optionFilterProp: 'label' }}
        options={fields.map((one) => ({ value: one.id, label: text(one.label) }))}
        value={id}
        onChange={setId}
      />
      {filling.state === 'failed' && <Failed error={filling.error} />}
      {filling.state === 'starting' && <Waiting lines={1} />}
      {controller !== null && field !== undefined && (
        <FormServicesContext value={services}>
          <FormContext value={controller}>
            <div className={styles['bulkInput']}>
              <FieldInput key={field.id} field={field} path={field.id} label={text(field.label)} compact />
            </div>
          </FormContext>
        </FormServicesContext>
      )}
      <p className={styles['faint']}>{t('views.edit_note')}</p>
    </Modal>
  );
}
