import { Alert, Divider } from 'antd';
import type { ReactNode } from 'react';
import type { Description, FieldDescription, Tone } from '@/engine';
import type { Layout, LayoutNode, LayoutPage } from '@/generated/definition';
import { useText } from '@/i18n';
import { fieldsOf } from './layout';
import { Pages, Steps } from './Pages';
import { RichNote } from './RichNote';
import styles from './form.module.css';

export interface LayoutViewProps {
  description: Description;
  layout: Layout;
  /** Whether a field is shown at all; parts that were there for fields only are left out with them. */
  shows: (field: FieldDescription) => boolean;
  renderField: (field: FieldDescription, wide: boolean) => ReactNode;
  /** While the form is filled in: how many of these fields are wrong and say so. */
  faultsIn?: (fields: readonly string[]) => number;
  /** While the form is filled in: these fields were passed, so that from now on they say what is wrong. */
  pass?: (fields: readonly string[]) => void;
}

const alerts = { good: 'success', info: 'info', warning: 'warning', danger: 'error' } as const satisfies Partial<Record<Tone, string>>;

function Note({ words, tone }: { words: string; tone: Tone }) {
  if (tone === 'neutral') return <p className={styles['note']}>{words}</p>;
  return <Alert className={styles['note'] ?? ''} type={alerts[tone]} showIcon title={words} />;
}

/** A picture comes with the form or from this server. */
function Picture({ source, words }: { source: string; words: string }) {
  if (!/^(\/(?!\/)|data:image\/(png|jpeg|webp|gif);base64,)/.test(source)) return null;
  return (
    <figure className={styles['figure']}>
      <img src={source} alt={words} />
    </figure>
  );
}

interface SectionProps {
  title: string;
  columns: number;
  fold: 'never' | 'open' | 'closed';
  children: ReactNode;
}

function Section({ title, columns, fold, children }: SectionProps) {
  const grid = (
    <div className={styles['grid']} data-columns={columns}>
      {children}
    </div>
  );
  if (fold === 'never') {
    return (
      <section className={styles['section']} {...(title === '' ? {} : { 'aria-label': title })}>
        {title !== '' && <h2 className={styles['sectionTitle']}>{title}</h2>}
        {grid}
      </section>
    );
  }
  return (
    <details className={styles['section']} open={fold === 'open'}>
      <summary className={styles['sectionTitle']}>
        <h2>{title}</h2>
      </summary>
      {grid}
    </details>
  );
}

/** A form as it is laid out; what stands for a field is the caller's choice. */
export function LayoutView({ description, layout, shows, renderField, faultsIn, pass }: LayoutViewProps) {
  const text = useText();
  const fields = new Map(description.fields.map((field) => [field.id, field]));
  const isShown = (id: string): boolean => {
    const field = fields.get(id);
    return field !== undefined && shows(field);
  };
  const hasPlace = (nodes: readonly LayoutNode[]): boolean => {
    const below = fieldsOf(nodes);
    return below.length === 0 || below.some(isShown);
  };
  const pagesOf = (pages: readonly LayoutPage[]) =>
    pages
      .filter((page) => hasPlace(page.children))
      .map((page) => ({
        id: page.id,
        label: text(page.label),
        fields: fieldsOf(page.children),
        content: (
          <div className={styles['grid']} data-columns={page.columns ?? 2}>
            {page.children.map(render)}
          </div>
        ),
      }));
  function render(node: LayoutNode): ReactNode {
    switch (node.kind) {
      case 'field': {
        const field = fields.get(node.field);
        return field === undefined ? null : renderField(field, node.wide === true);
      }
      case 'section':
        if (!hasPlace(node.children)) return null;
        return (
          <Section key={node.id} title={text(node.label)} columns={node.columns ?? 2} fold={node.fold ?? 'never'}>
            {node.children.map(render)}
          </Section>
        );
      case 'grid':
        if (!hasPlace(node.children)) return null;
        return (
          <div key={node.id} className={`${styles['grid'] ?? ''} ${styles['lined'] ?? ''}`} data-columns={node.columns ?? 2}>
            {node.children.map(render)}
          </div>
        );
      case 'tabs': {
        const pages = pagesOf(node.pages);
        return pages.length === 0 ? null : <Pages key={node.id} pages={pages} faultsIn={faultsIn} />;
      }
      case 'steps': {
        const pages = pagesOf(node.pages);
        if (pages.length === 0) return null;
        if (faultsIn !== undefined && pass !== undefined) return <Steps key={node.id} pages={pages} faultsIn={faultsIn} pass={pass} />;
        // To read, nothing has to be done in turn: the steps stand below each other.
        return pages.map((page) => (
          <section key={page.id} className={styles['section']} aria-label={page.label}>
            <h2 className={styles['sectionTitle']}>{page.label}</h2>
            {page.content}
          </section>
        ));
      }
      case 'heading':
        return <h3 key={node.id} className={styles['across']}>{text(node.text)}</h3>;
      case 'note':
        return <Note key={node.id} words={text(node.text)} tone={node.tone ?? 'neutral'} />;
      case 'rich_note':
        return <RichNote key={node.id} words={text(node.text)} />;
      case 'picture':
        return <Picture key={node.id} source={node.source} words={text(node.label)} />;
      case 'divider': {
        const words = text(node.label);
        return words === '' ? <hr key={node.id} className={styles['rule']} /> : <Divider key={node.id} titlePlacement="start" plain className={styles['across'] ?? ''}>{words}</Divider>;
      }
      case 'spacer':
        return <div key={node.id} className={styles['across']} style={{ height: `${String((node.lines ?? 1) * 1.5)}em` }} aria-hidden="true" />;
    }
  }
  // Fields that stand in no group share the columns of one.
  const groups: LayoutNode[][] = [];
  for (const node of layout.children) {
    const whole = node.kind === 'section' || node.kind === 'tabs' || node.kind === 'steps' || node.kind === 'grid';
    const last = groups.at(-1);
    if (whole || last === undefined || last[0]?.kind !== 'field') groups.push([node]);
    else last.push(node);
  }
  return (
    <>
      {groups.map((group, index) => {
        const [first] = group;
        if (group.length === 1 && first !== undefined && first.kind !== 'field') return render(first);
        return (
          <div key={index} className={styles['grid']} data-columns={2}>
            {group.map(render)}
          </div>
        );
      })}
    </>
  );
}
