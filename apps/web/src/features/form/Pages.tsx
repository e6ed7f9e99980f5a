import { Badge, Button, Steps as StepBar, Tabs } from 'antd';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '@/theme';
import { revealed } from './layout';
import { useFirstFault } from './useFirstFault';
import styles from './form.module.css';

interface Page {
  id: string;
  label: string;
  fields: readonly string[];
  content: ReactNode;
}

/** Goes to the page of whatever is to be seen. */
function useRevealed(root: RefObject<HTMLElement | null>, open: (page: string) => void): void {
  const tell = useRef(open);
  useEffect(() => {
    tell.current = open;
  });
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const hear = (event: Event): void => {
      const page = event.target instanceof Element ? event.target.closest('[data-page]')?.getAttribute('data-page') : null;
      if (page !== null && page !== undefined) tell.current(page);
    };
    element.addEventListener(revealed, hear);
    return () => { element.removeEventListener(revealed, hear); };
  }, [root]);
}

interface PagesProps {
  pages: readonly Page[];
  faultsIn: ((fields: readonly string[]) => number) | undefined;
}

/** Pages behind tabs. All are kept, so that nothing that was typed is lost; a tab says how much on its page is wrong. */
export function Pages({ pages, faultsIn }: PagesProps) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  useRevealed(root, setChosen);
  const open = pages.find((page) => page.id === chosen)?.id ?? pages[0]?.id ?? '';
  const items = pages.map((page) => {
    const faults = faultsIn?.(page.fields) ?? 0;
    return {
      key: page.id,
      forceRender: true,
      label: faults === 0 ? page.label : <Badge count={faults} size="small" offset={[8, 0]} title={t('layout.faults', { count: faults })}>{page.label}</Badge>,
      children: <div data-page={page.id}>{page.content}</div>,
    };
  });
  return (
    <div ref={root}>
      <Tabs items={items} activeKey={open} onChange={setChosen} />
    </div>
  );
}

interface StepsProps extends PagesProps {
  faultsIn: (fields: readonly string[]) => number;
  pass: (fields: readonly string[]) => void;
}

/** Pages one after the other: the next one opens when this one has no faults; back is always open. */
export function Steps({ pages, faultsIn, pass }: StepsProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const root = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const toFirstFault = useFirstFault(root);
  useRevealed(root, (id) => {
    const at = pages.findIndex((page) => page.id === id);
    if (at >= 0) setChosen(at);
  });
  const current = Math.min(chosen, pages.length - 1);
  const page = pages[current];
  const faults = page === undefined ? 0 : faultsIn(page.fields);
  const next = (): void => {
    // From now on the fields of this page say what is wrong; the form knows it at once.
    pass(page?.fields ?? []);
    if (page !== undefined && faultsIn(page.fields) > 0) toFirstFault();
    else setChosen(current + 1);
  };
  const title = t('layout.step', { number: current + 1, count: pages.length });
  return (
    <div ref={root} className={styles['section']}>
      {narrow ? (
        <p className={styles['stepTitle']}>{title} · {page?.label}</p>
      ) : (
        <StepBar
          size="small"
          current={current}
          items={pages.map((one, index) => ({ title: one.label, disabled: index > current, ...(index < current && faultsIn(one.fields) > 0 ? { status: 'error' as const } : {}) }))}
          onChange={setChosen}
        />
      )}
      {pages.map((one, index) => (
        <div key={one.id} data-page={one.id} role="group" aria-label={one.label} hidden={index !== current}>
          {one.content}
        </div>
      ))}
      <div className={styles['stepTools']}>
        <Button disabled={current === 0} onClick={() => { setChosen(current - 1); }}>{t('layout.back')}</Button>
        {current < pages.length - 1 && (
          <Button type="primary" onClick={next}>{t('layout.next')}</Button>
        )}
        {faults > 0 && <span className={styles['fault']} role="status">{t('layout.step_faults', { count: faults })}</span>}
      </div>
    </div>
  );
}
