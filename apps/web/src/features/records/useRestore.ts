import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, client, newKey, type HistoryEntry } from '@/api';
import { valuesAt } from './restore';
import { useRecord, useRecordChanged } from './useRecord';
import { useRefusal } from './useRefusal';

interface Restore {
  /** Whether a field can be given back its former value. */
  allows: (field: string) => boolean;
  /** Gives one field back what it held before a change. */
  value: (field: string, label: string, value: unknown) => void;
  /** Gives all fields back what they held at a revision; none when nothing that may be written differs. */
  version: (entry: HistoryEntry) => (() => void) | undefined;
}

/** A former value comes back as an ordinary change: with its rights, its checks, and a place in the history. */
export function useRestore(app: string, form: string, id: string, entries: readonly HistoryEntry[], labelOf: (field: string) => string): Restore {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const refusal = useRefusal();
  const changed = useRecordChanged(app, form);
  const record = useRecord(app, form, id).data;
  const writable = new Set(record?.writable ?? []);
  const put = (values: Record<string, unknown>, title: string): void => {
    if (record === undefined) return;
    modal.confirm({
      title,
      content: t('records.restore_note', { fields: Object.keys(values).map(labelOf).join(t('records.or')) }),
      okText: t('records.restore'),
      onOk: async () => {
        try {
          await ask(
            client.PATCH('/api/apps/{app}/forms/{form}/records/{id}', {
              params: { path: { app, form, id }, header: { 'If-Match': `"${String(record.revision)}"` } },
              headers: { 'Idempotency-Key': newKey() },
              body: { values },
            }),
          );
          message.success(t('records.restored'));
        } catch (error) {
          refusal(error, null);
        }
        await changed();
      },
    });
  };
  return {
    allows: (field) => writable.has(field),
    value: (field, label, value) => { put({ [field]: value ?? null }, t('records.restore_value', { label })); },
    version: (entry) => {
      const values = valuesAt(entries, entry.revision, writable);
      return Object.keys(values).length === 0 ? undefined : () => { put(values, t('records.restore_version')); };
    },
  };
}
