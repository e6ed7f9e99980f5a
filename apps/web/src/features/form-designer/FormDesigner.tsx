import { EyeOutlined, PlusOutlined, TableOutlined, TranslationOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Button, Drawer, Segmented, Tabs, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { textIn } from '@/api';
import { objectsIn } from '@/definition';
import type { DesignerProps } from '@/features/build';
import { useNarrow, width } from '@/theme';
import { Canvas } from './canvas/Canvas';
import { DesignProvider, useDesign, useDesignOf } from './design';
import { spotOf } from './model/places';
import { isKey, layoutKinds, type Step } from './model/tree';
import { Outline } from './Outline';
import { Palette } from './Palette';
import { Properties } from './panels/Properties';
import { selectionNow, useSelection, type Dialog } from './selection';
import styles from './designer.module.css';

const dialogs: Readonly<Record<Dialog, ReturnType<typeof lazy>>> = {
  move: lazy(async () => ({ default: (await import('./dialogs/MoveDialog')).MoveDialog })),
  insert: lazy(async () => ({ default: (await import('./dialogs/InsertDialog')).InsertDialog })),
  header: lazy(async () => ({ default: (await import('./dialogs/HeaderDialog')).HeaderDialog })),
  words: lazy(async () => ({ default: (await import('./dialogs/WordsDialog')).WordsDialog })),
  views: lazy(async () => ({ default: (await import('./dialogs/ViewsDialog')).ViewsDialog })),
  preview: lazy(async () => ({ default: (await import('./dialogs/PreviewDialog')).PreviewDialog })),
};

/** Opens the pages around what is chosen. */
function reveal(step: Step | undefined): void {
  const { turn, folded, fold } = selectionNow();
  const way = step === undefined ? [] : [...step.around, step.key];
  for (const [at, key] of way.entries()) {
    if (isKey('page', key)) turn((way[at - 1] ?? '').replace(/^part:/, ''), key.slice(5));
    else if (folded.includes(key) && at < way.length - 1) fold(key);
  }
}

/** Shows what an address names: `?at=/fields/3`. */
function useNamedPlace(): void {
  const { app, id, form } = useDesign();
  const [search, setSearch] = useSearchParams();
  const at = search.get('at');
  useEffect(() => {
    if (at === null) return;
    const { key, layout, tab } = spotOf(form, at);
    const { begin, look, choose, set, show } = selectionNow();
    // What is shown here belongs to this form, even when the page opens with it.
    begin(`${app}/${id}`);
    const named = /^\/views\/(\d+)/.exec(at)?.[1];
    if (named !== undefined) set({ dialog: 'views', view: textIn(objectsIn(form, 'views')[Number(named)], 'id') ?? null });
    if (layout !== null) look(layout);
    if (key !== null) choose([key], key, true);
    set({ tab });
    show();
    setSearch((before) => { before.delete('at'); return before; }, { replace: true });
    // The address is read when it comes; what is changed later moves nobody.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);
}

function Bar() {
  const { t } = useTranslation();
  const layout = useSelection((state) => state.layout);
  const { look, set } = selectionNow();
  const tool = (dialog: Dialog, icon: React.ReactNode, name: string) => (
    <Tooltip title={name}>
      <Button icon={icon} onClick={() => { set({ dialog }); }}>{name}</Button>
    </Tooltip>
  );
  return (
    <div className={styles['bar']} role="toolbar" aria-label={t('form-designer.tools')}>
      <Segmented aria-label={t('form-designer.screen')} value={layout} options={layoutKinds.map((value) => ({ value, label: t(`form-designer.layout.${value}`) }))} onChange={look} />
      <span className={styles['grow']} />
      {tool('insert', <PlusOutlined aria-hidden />, t('form-designer.insert'))}
      {tool('header', <TableOutlined aria-hidden />, t('form-designer.header'))}
      {tool('words', <TranslationOutlined aria-hidden />, t('form-designer.words'))}
      {tool('views', <UnorderedListOutlined aria-hidden />, t('form-designer.views'))}
      {tool('preview', <EyeOutlined aria-hidden />, t('form-designer.preview'))}
    </div>
  );
}

/** What is chosen is brought before the eyes: the pages and sections around it open. */
function useRevealed(): void {
  const { steps } = useDesign();
  const last = useSelection((state) => state.chosen.at(-1));
  useEffect(() => {
    reveal(steps.find((step) => step.key === last));
    // Only what is chosen anew is brought into sight.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [last]);
}

/** Back from the properties to the canvas by Escape; what stands open over them closes first. */
function useWayBack(): void {
  useEffect(() => {
    const back = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || !(document.activeElement instanceof HTMLElement)) return;
      if (document.activeElement.closest('[data-properties]') === null || document.activeElement.getAttribute('aria-expanded') === 'true') return;
      selectionNow().set({ sheet: false });
      selectionNow().grab();
    };
    window.addEventListener('keydown', back);
    return () => { window.removeEventListener('keydown', back); };
  }, []);
}

function Left() {
  const { t } = useTranslation();
  const [tab, setTab] = useState('palette');
  return (
    <aside className={styles['palette']} aria-label={t('form-designer.palette')}>
      <Tabs
        size="small"
        destroyOnHidden
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'palette', label: t('form-designer.palette'), children: <Palette /> },
          { key: 'outline', label: t('form-designer.outline'), children: <Outline /> },
        ]}
      />
    </aside>
  );
}

/** The properties: beside the canvas, or over it on a narrow screen. */
function Side() {
  const { t } = useTranslation();
  const narrow = useNarrow(width.twoColumns);
  return narrow ? (
    <Sheet />
  ) : (
    <aside className={styles['side']} aria-label={t('build.properties')} data-properties>
      <Properties />
    </aside>
  );
}

function Sheet() {
  const { t } = useTranslation();
  const { labelOf } = useDesign();
  const last = useSelection((state) => state.chosen.at(-1));
  const open = useSelection((state) => state.sheet);
  return (
    <Drawer open={open && last !== undefined} placement="bottom" size="80%" title={last === undefined ? '' : labelOf(last)} onClose={() => { selectionNow().set({ sheet: false }); }}>
      <aside aria-label={t('build.properties')} data-properties>
        <Properties />
      </aside>
    </Drawer>
  );
}

function Over() {
  const dialog = useSelection((state) => state.dialog);
  const said = useSelection((state) => state.said);
  const Shown = dialog === null ? null : dialogs[dialog];
  return (
    <>
      {Shown !== null && <Suspense><Shown /></Suspense>}
      <span className="visually-hidden" aria-live="polite">{said}</span>
    </>
  );
}

function Ways() {
  useNamedPlace();
  useRevealed();
  useWayBack();
  return null;
}

/** Palette and outline, canvas, properties. */
export function FormDesigner({ app, object }: DesignerProps) {
  const { begin } = selectionNow();
  const place = `${app}/${object.id}`;
  useEffect(() => {
    begin(place);
  }, [begin, place]);
  const design = useDesignOf(app, object);
  return (
    <DesignProvider value={design}>
      <div className={styles['designer']}>
        <Left />
        <div className={styles['middle']}>
          <Bar />
          <Canvas />
        </div>
        <Side />
        <Over />
        <Ways />
      </div>
    </DesignProvider>
  );
}
