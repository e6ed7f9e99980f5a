import { useMemo } from 'react';
import type { Description } from '@/engine';
import type { Layout } from '@/generated/definition';
import { useNarrow } from '@/theme';
import { useFormVersion, useForm } from './context';
import { FieldBox } from './FieldBox';
import { LayoutView } from './LayoutView';
import { overrulersIn } from './overruling';
import styles from './form.module.css';

export type LayoutKind = 'desktop' | 'phone' | 'public';

/** The layout for a screen; a phone without one of its own takes that of the desk. */
export function layoutFor(description: Description, wanted: LayoutKind): Layout | undefined {
  const of = (kind: LayoutKind): Layout | undefined => description.layouts.find((layout) => layout.kind === kind);
  return of(wanted) ?? of('desktop') ?? description.layouts[0];
}

/** The form to fill in, as the definition lays it out. */
export function FormView({ kind }: { kind?: LayoutKind }) {
  const form = useForm();
  useFormVersion();
  const narrow = useNarrow();
  const { description } = form.session.form;
  const layout = layoutFor(description, kind ?? (narrow ? 'phone' : 'desktop'));
  // Once a layout: the form is drawn again with every letter.
  const overrulers = useMemo(() => (layout === undefined ? new Set<string>() : overrulersIn(description, layout)), [description, layout]);
  if (layout === undefined) return null;
  const { cells, tables } = form.state();
  return (
    <div className={styles['form']}>
      <LayoutView
        description={description}
        layout={layout}
        shows={(field) => !overrulers.has(field.id) && (cells[field.id] ?? tables[field.id])?.visible === true}
        renderField={(field, wide) => (overrulers.has(field.id) ? null : <FieldBox key={field.id} field={field} wide={wide} />)}
        faultsIn={(fields) => fields.filter((id) => form.hasFault(id)).length}
        pass={(fields) => { form.pass(fields); }}
      />
    </div>
  );
}
