/** Moving a record in a board or a calendar is a change of its fields, with all their checks. */
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, newKey, Problem, type RecordRow } from '@/api';
import { useProblemText } from '@/components';
import { useRecordChanged } from '@/features/records';

export interface Move {
  /** The record that is on its way. */
  moving: string | null;
  move: (row: RecordRow, values: Readonly<Record<string, unknown>>) => Promise<void>;
}

export function useMove(app: string, form: string): Move {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const changed = useRecordChanged(app, form);
  const [moving, setMoving] = useState<string | null>(null);
  return {
    moving,
    move: async (row, values) => {
      setMoving(row.id);
      try {
        await ask(
          client.PATCH('/api/apps/{app}/forms/{form}/records/{id}', {
            params: { path: { app, form, id: row.id }, header: { 'If-Match': `"${String(row.revision)}"` } },
            headers: { 'Idempotency-Key': newKey() },
            body: { values: { ...values } },
          }),
        );
        message.success(t('views.moved', { title: row.title }));
      } catch (error) {
        const faults = error instanceof Problem ? error.errors.map((fault) => fault.message) : [];
        message.error([t('views.not_moved', { title: row.title }), ...(faults.length > 0 ? faults : [problemText(error)])].join(' '));
      }
      await changed();
      setMoving(null);
    },
  };
}

const kind = 'application/x-mortise-record';

/** A card that can be dragged: what it carries, and whether a place takes it. */
export const carrying = {
  start: (event: React.DragEvent, id: string): void => {
    event.dataTransfer.setData(kind, id);
    event.dataTransfer.effectAllowed = 'move';
  },
  over: (event: React.DragEvent): boolean => {
    if (!event.dataTransfer.types.includes(kind)) return false;
    event.preventDefault();
    return true;
  },
  dropped: (event: React.DragEvent): string => event.dataTransfer.getData(kind),
};
