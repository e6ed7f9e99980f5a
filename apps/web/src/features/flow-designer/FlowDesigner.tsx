import { ApartmentOutlined, AppstoreOutlined, CopyOutlined, DeleteOutlined, DeploymentUnitOutlined, DiffOutlined, ExportOutlined, FieldTimeOutlined, PlayCircleOutlined, PlusOutlined, ScissorOutlined, SnippetsOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Button, Drawer, Segmented } from 'antd';
import { lazy, Suspense, useRef, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { textIn } from '@/api';
import { useClipboardEvents, useKeys, Waiting } from '@/components';
import { objectsIn } from '@/definition';
import { findingsOf, useBuilder, useLint, type DesignerProps } from '@/features/build';
import { ImportedReport, modelOf } from '@/features/bpmn';
import { timesOf } from '@/features/flow-times';
import { useNarrow } from '@/theme/useNarrow';
import { AddMenu } from './AddMenu';
import { FlowList } from './FlowList';
import { FlowTree } from './FlowTree';
import type { Marks } from './marks';
import { ClocksPanel } from './ClocksPanel';
import { PeopleCheck } from './PeopleCheck';
import { Properties } from './Properties';
import { isBare } from './templates/template';
import { treeOf } from './tree';
import { nothing, singleOf, useEditing } from './useEditing';
import { useNames } from './words';
import styles from './flow.module.css';

const SimulationPanel = lazy(async () => ({ default: (await import('./simulation/SimulationPanel')).SimulationPanel }));
const Canvas = lazy(async () => ({ default: (await import('./canvas/Canvas')).Canvas }));
const TemplateDialog = lazy(async () => ({ default: (await import('./templates/TemplateDialog')).TemplateDialog }));
const FlowDifference = lazy(async () => ({ default: (await import('./canvas/FlowDifference')).FlowDifference }));

/** Keys as they are told at the buttons. */
const keyed = { copy: 'Ctrl+C', cut: 'Ctrl+X', paste: 'Ctrl+V', twice: 'Ctrl+D', remove: 'Delete' } as const;

const views = ['tree', 'canvas', 'list'] as const;
type View = (typeof views)[number];

/** Which view is open: it stands in the address. */
function useView(): [View, (view: View) => void] {
  const [parameters, setParameters] = useSearchParams();
  const wanted = parameters.get('view');
  const put = (view: View): void => {
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (view === 'tree') next.delete('view');
      else next.set('view', view);
      return next;
    }, { replace: true });
  };
  return [views.find((view) => view === wanted) ?? 'tree', put];
}

/** One flow in three views: the vertical tree, the free canvas and the list of steps; properties at the right. */
export function FlowDesigner({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  // What was typed a moment ago is not in the file until it is saved.
  const unsaved = useBuilder((state) => state.saving.state !== 'saved');
  const findings = findingsOf(useLint(app), 'flow', object.id);
  const editing = useEditing(app, object);
  const { flow, picked } = editing;
  const [view, setView] = useView();
  const [simulates, setSimulates] = useState(false);
  const [compares, setCompares] = useState(false);
  const [choosesTemplate, setChoosesTemplate] = useState(false);
  const [marks, setMarks] = useState<Marks | null>(null);
  const isNarrow = useNarrow();
  const names = useNames(flow);
  const work = useRef<HTMLDivElement>(null);
  const chosen = singleOf(picked);
  const part = (pointer: string): ReturnType<typeof findingsOf> => findingsOf(findings, 'flow', object.id, pointer);
  const faults = (id: string): number => part(`/nodes/${String(objectsIn(flow, 'nodes').findIndex((node) => node['id'] === id))}`).length;
  const removeChosen = (): void => {
    if (!within(work.current)) return;
    if (view !== 'canvas' && chosen?.type === 'node') {
      if (editing.mayRemove(chosen.id)) editing.removeOne(chosen.id);
    } else if (view === 'canvas' || picked.nodes.length > 0) editing.remove(picked);
  };
  useClipboardEvents(work, editing.clip, editing.pasteText);
  useKeys({ Delete: removeChosen, Backspace: removeChosen, 'Mod+d': () => { if (within(work.current)) editing.twice(); } });
  const plus = (ways: readonly string[], after: string): ReactNode => (
    <AddMenu
      kinds={editing.kindsOn(ways)}
      add={(kind) => { editing.addOn(ways, kind); }}
      button={{ className: styles['plus'] ?? '', size: 'small', shape: 'circle', icon: <PlusOutlined aria-hidden />, 'aria-label': t('flow-designer.add_after', { name: after }) }}
    />
  );
  const close = (): void => {
    setSimulates(false);
    setMarks(null);
  };
  const show = (id: string): void => {
    editing.pick({ nodes: [], edges: [id] });
    document.querySelector(`[data-edge="${id}"]`)?.scrollIntoView({ block: 'center', inline: 'center' });
  };
  const simulation = (
    <Suspense fallback={<Waiting lines={6} />}>
      <SimulationPanel app={app} flowId={object.id} flow={flow} nodeName={names.node} wayName={names.way} mark={setMarks} show={show} close={close} />
    </Suspense>
  );
  const isPicked = picked.nodes.length + picked.edges.length > 0;
  const icons: Readonly<Record<View, ReactNode>> = { tree: <ApartmentOutlined aria-hidden />, canvas: <DeploymentUnitOutlined aria-hidden />, list: <UnorderedListOutlined aria-hidden /> };
  return (
    <div className={styles['designer']}>
      <div className={styles['bar']}>
        <div className={styles['tools']}>
          <Segmented aria-label={t('flow-designer.view')} value={view} options={views.map((one) => ({ value: one, label: t(`flow-designer.views.${one}`), icon: icons[one] }))} onChange={setView} />
          <Button icon={<PlayCircleOutlined aria-hidden />} aria-expanded={simulates} onClick={() => { if (simulates) close(); else setSimulates(true); }}>{t('flow-designer.simulate')}</Button>
          {object.state !== 'added' && <Button icon={<DiffOutlined aria-hidden />} disabled={unsaved} onClick={() => { setCompares(true); }}>{t('flow-designer.compare')}</Button>}
          <Button icon={<ExportOutlined aria-hidden />} href={modelOf(app, object.id)} download disabled={unsaved} title={t('bpmn.export_help')}>{t('bpmn.export')}</Button>
          {object.state !== 'added' && <Link to={timesOf(app, object.id)}><Button icon={<FieldTimeOutlined aria-hidden />}>{t('flow-times.open')}</Button></Link>}
        </div>
        <ImportedReport />
      </div>
      <div className={styles['work']} ref={work}>
        <div className={styles['edits']} role="toolbar" aria-label={t('flow-designer.edits')}>
          <Button size="small" type="text" icon={<CopyOutlined aria-hidden />} disabled={picked.nodes.length === 0} title={keyed.copy} onClick={() => { editing.copy(false); }}>{t('flow-designer.copy')}</Button>
          <Button size="small" type="text" icon={<ScissorOutlined aria-hidden />} disabled={picked.nodes.length === 0} title={keyed.cut} onClick={() => { editing.copy(true); }}>{t('flow-designer.cut')}</Button>
          <Button size="small" type="text" icon={<SnippetsOutlined aria-hidden />} disabled={!editing.mayPaste()} title={keyed.paste} onClick={editing.pasteKept}>{t('flow-designer.paste')}</Button>
          <Button size="small" type="text" disabled={picked.nodes.length === 0} title={keyed.twice} onClick={editing.twice}>{t('flow-designer.duplicate')}</Button>
          <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} disabled={!isPicked || (view !== 'canvas' && picked.nodes.length === 0)} title={keyed.remove} onClick={() => { editing.remove(picked); }}>{t('flow-designer.remove_chosen')}</Button>
        </div>
        {view === 'tree' && (
          <div className={styles['canvas']} aria-label={t('flow-designer.tree')} role="group">
            <FlowTree flow={flow} steps={treeOf(flow)} chosen={chosen} several={new Set(picked.nodes)} faults={faults} choose={editing.choose} plus={plus} marks={marks} more={editing.moreWays} />
          </div>
        )}
        {view === 'canvas' && (
          <Suspense fallback={<Waiting lines={10} />}>
            <Canvas editing={editing} faults={faults} marks={marks} />
          </Suspense>
        )}
        {view === 'list' && <FlowList editing={editing} findings={part} marks={marks} />}
        {/* Below the steps: nothing moves under the pointer when it goes. */}
        {isBare(flow) && (
          <p className={styles['bare']}>
            {t('flow-designer.templates.bare')} <Button size="small" icon={<AppstoreOutlined aria-hidden />} onClick={() => { setChoosesTemplate(true); }}>{t('flow-designer.templates.begin')}</Button>
          </p>
        )}
      </div>
      {choosesTemplate && (
        <Suspense fallback={null}>
          <TemplateDialog app={app} flow={object.id} form={textIn(flow, 'form') ?? ''} put={editing.beginWith} close={() => { setChoosesTemplate(false); }} />
        </Suspense>
      )}
      {compares && (
        <Suspense fallback={null}>
          <FlowDifference app={app} object={object} close={() => { setCompares(false); }} />
        </Suspense>
      )}
      {simulates && isNarrow && <Drawer open placement="bottom" size="100%" closable={false} onClose={close}>{simulation}</Drawer>}
      <div className={styles['aside']}>
        {simulates && !isNarrow && <div className={styles['side']}>{simulation}</div>}
        {(!simulates || isPicked) && (
          <aside className={styles['side']} aria-label={t('build.properties')} id="flow-properties">
            {isPicked && isNarrow && <Button type="link" size="small" onClick={() => { editing.pick(nothing); }}>{t('flow-designer.unpick')}</Button>}
            {isPicked && <Properties editing={editing} findings={part} free={view === 'canvas'} />}
            {!isPicked && (
              <div className={styles['panel']}>
                <p className={styles['soft']}>{t(`flow-designer.choose_in.${view}`)}</p>
                <PeopleCheck app={app} flow={object.id} />
                <ClocksPanel flow={flow} findings={findingsOf(findings, 'flow', object.id, '/clocks')} change={(next) => { editing.change(t('flow-designer.clocks'), next); }} />
              </div>
            )}
          </aside>
        )}
      </div>
    </div>
  );
}

/** Whether a key is meant for the steps: the keyboard is with them, or nowhere. */
function within(work: HTMLElement | null): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || work?.contains(active) === true;
}
