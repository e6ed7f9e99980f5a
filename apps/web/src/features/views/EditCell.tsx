import { useQuery } from '@tanstack/react-query';
import { ask, client, keys, type FormKnown } from '@/api';
import { Failed, Waiting } from '@/components';
import type { FieldDescription } from '@/engine';
import { CellEditor, type Next } from './CellEditor';

interface EditCellProps {
  app: string;
  form: string;
  known: FormKnown;
  id: string;
  field: FieldDescription;
  done: (next: Next) => void;
}

/** Reads the record afresh before a cell of it is changed: what a list shows may be older, and tells nothing of the rights on this one. */
export function EditCell({ app, form, known, id, field, done }: EditCellProps) {
  const record = useQuery({
    queryKey: [...keys.record(app, form, id), 'cell'],
    queryFn: () => ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}', { params: { path: { app, form, id } } })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (record.isError) return <Failed error={record.error} />;
  if (record.isPending) return <Waiting lines={1} />;
  return <CellEditor app={app} form={form} known={known} detail={record.data} field={field} done={done} />;
}
