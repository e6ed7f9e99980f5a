import type { ReactNode } from 'react';
import type { Description, FieldDescription } from '@/engine';
import type { Layout, LayoutNode } from '@/generated/definition';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { useFormVersion, useForm } from './context';
import { FieldBox } from './FieldBox';
import styles from './form.module.css';

export type LayoutKind = 'desktop' | 'phone' | 'public';

/** The layout for a screen; a phone without one of its own takes that of the desk. */
export function layoutFor(description: Description, wanted: LayoutKind): Layout | undefined {
  const of = (kind: LayoutKind): Layout | undefined => description.layouts.find((layout) => layout.kind === kind);
  return of(wanted) ?? of('desktop') ?? description.layouts[0];
}

/** The fields that stand below a part of a layout. */
export function fieldsOf(nodes: readonly LayoutNode[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'field') return [node.field];
    return node.kind === 'section' ? fieldsOf(node.children) : [];
  });
}

interface LayoutViewProps {
  description: Description;
  layout: Layout;
  /** Whether a field is shown at all; sections with none of them are left out. */
  shows: (field: FieldDescription) => boolean;
  renderField: (field: FieldDescription, wide: boolean) => ReactNode;
}

/** Sections, columns and notes; what stands for a field is the caller's choice. */
export function LayoutView({ description, layout, shows, renderField }: LayoutViewProps) {
  const text = useText();
  const fields = new Map(description.fields.map((field) => [field.id, field]));
  const isShown = (id: string): boolean => {
    const field = fields.get(id);
    return field !== undefined && shows(field);
  };
  const render = (node: LayoutNode): ReactNode => {
    if (node.kind === 'field') {
      const field = fields.get(node.field);
      return field === undefined ? null : renderField(field, node.wide === true);
    }
    if (node.kind === 'note') {
      return (
        <p key={node.id} className={styles['note']}>
          {text(node.text)}
        </p>
      );
    }
    if (!fieldsOf(node.children).some(isShown)) return null;
    const title = text(node.label);
    return (
      <section key={node.id} className={styles['section']} aria-label={title}>
        {title !== '' && <h2 className={styles['sectionTitle']}>{title}</h2>}
        <div className={styles['grid']} data-columns={node.columns ?? 2}>
          {node.children.map(render)}
        </div>
      </section>
    );
  };
  const loose = layout.children.every((node) => node.kind !== 'section');
  if (!loose) return <>{layout.children.map(render)}</>;
  return (
    <div className={styles['grid']} data-columns={2}>
      {layout.children.map(render)}
    </div>
  );
}

/** The form to fill in, as the definition lays it out. */
export function FormView({ kind }: { kind?: LayoutKind }) {
  const form = useForm();
  useFormVersion();
  const narrow = useNarrow();
  const { description } = form.session.form;
  const layout = layoutFor(description, kind ?? (narrow ? 'phone' : 'desktop'));
  if (layout === undefined) return null;
  const { cells, tables } = form.state();
  return (
    <div className={styles['form']}>
      <LayoutView
        description={description}
        layout={layout}
        shows={(field) => (cells[field.id] ?? tables[field.id])?.visible === true}
        renderField={(field, wide) => <FieldBox key={field.id} field={field} wide={wide} />}
      />
    </div>
  );
}
