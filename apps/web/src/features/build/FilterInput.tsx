import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client, textIn } from '@/api';
import { Waiting } from '@/components';
import { FormServicesContext, useFormServices, type FormServices, type Reference } from '@/controls';
import { labelled, objectsIn } from '@/definition';
import { columnsOf, comparable, FilterEditor, stepColumn, type Column } from '@/features/filters';
import { useDescription } from '@/features/formula-editor';
import { useText } from '@/i18n';
import { useGroundOf } from './ground';
import { useBuilder } from './store';
import styles from './build.module.css';

const noRights = {};

/** What conditions can name: what is published of the form; people are there before anything is. */
async function lookUp(app: string, form: string, column: Column | undefined, path: string, search: string, ids: readonly string[]): Promise<readonly Reference[]> {
  try {
    const { options } = await ask(client.POST('/api/apps/{app}/forms/{form}/lookup', { params: { path: { app, form } }, body: { field: path, search, ids: [...ids] } }));
    return options.map(({ id, label }) => ({ id, label }));
  } catch (error) {
    if (column?.people !== true || ids.length > 0) throw error;
    const { people } = await ask(client.GET('/api/people', { params: { query: { search } } }));
    return people.map(({ id, name }) => ({ id, label: name }));
  }
}

/** The columns of a form as it is being built, with the steps of its flows; undefined until they are known, null when the form is not sound. */
export function useDraftColumns(form: string | null): readonly Column[] | null | undefined {
  const { t } = useTranslation();
  const text = useText();
  const app = useBuilder((state) => state.app) ?? '';
  const objects = useBuilder((state) => state.objects);
  const description = useDescription(useGroundOf(app, form));
  return useMemo(() => {
    if (description === null || description === undefined) return description;
    const flows = Object.values(objects).filter((object) => object.kind === 'flow' && textIn(object.definition, 'form') === form);
    const steps = flows.flatMap((flow) => objectsIn(flow.definition, 'nodes')).map((node) => ({ id: String(node['id']), label: text(labelled(node['label'])) || String(node['id']) }));
    return [...columnsOf(description, noRights, t), ...(steps.length === 0 ? [] : [stepColumn(steps, t)])];
    // `text` and `t` are made anew with every drawing and change with the language only, which draws everything anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [description, objects, form]);
}

/** What inputs inside ask of the world: the published records of the form that is being built. */
export function DraftServices({ form, columns, children }: { form: string; columns: readonly Column[]; children: ReactNode }) {
  const app = useBuilder((state) => state.app) ?? '';
  const usual = useFormServices();
  const services = useMemo(
    (): FormServices => ({
      ...usual,
      place: { app, form, record: null, title: '', values: () => ({}) },
      recordAddress: (target, id) => addresses.record(app, target, id),
      lookup: (path, search, ids = []) => lookUp(app, form, columns.find((column) => column.id === path), path, search, ids),
    }),
    [app, form, columns, usual],
  );
  return <FormServicesContext value={services}>{children}</FormServicesContext>;
}

interface FilterInputProps {
  name: string;
  /** Whose records are filtered. */
  form: string | null;
  value: unknown;
  onChange: (filter: unknown) => void;
}

/** The filter of a definition, over the records of a form as it is being built. */
export function FilterInput({ name, form, value, onChange }: FilterInputProps) {
  const { t } = useTranslation();
  const columns = useDraftColumns(form);
  if (form === null) return <p className={styles['soft']}>{t('filters.no_form')}</p>;
  if (columns === undefined) return <Waiting lines={2} />;
  if (columns === null) return <p className={styles['soft']}>{t('filters.not_sound')}</p>;
  return (
    <DraftServices form={form} columns={columns}>
      <FilterEditor definition name={name} columns={comparable(columns, t)} value={value} onChange={onChange} />
    </DraftServices>
  );
}
