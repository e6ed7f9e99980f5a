import { DeleteOutlined, ExportOutlined, FieldTimeOutlined, PlayCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Drawer, Dropdown, Select } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { isObject, textIn, type Json } from '@/api';
import { Waiting } from '@/components';
import { jsonOf, labelled, objectsIn, withKey } from '@/definition';
import { findingsOf, FormulaInput, keyOf, LabelInput, Panel, useBuilder, useLint, useRegistry, type DesignerProps } from '@/features/build';
import { ImportedReport, modelOf } from '@/features/bpmn';
import { timesOf } from '@/features/flow-times';
import { Findings } from '@/features/packages';
import { inBothLanguages, textOf, useText } from '@/i18n';
import { useNarrow } from '@/theme/useNarrow';
import { addBranch, addBranches, addMerge, addParallel, addStep, changeEdge, changeNode, leadTo, removeBranch, removeStep } from './commands';
import type { Marks } from './marks';
import { ClocksPanel } from './ClocksPanel';
import { PeopleCheck } from './PeopleCheck';
import { FlowTree, type Chosen } from './FlowTree';
import { treeOf } from './tree';
import { useNames } from './words';
import styles from './flow.module.css';

const SimulationPanel = lazy(async () => ({ default: (await import('./simulation/SimulationPanel')).SimulationPanel }));

/** Who gets a new step until somebody says otherwise: the one choice that is right in every app. */
const firstHolder = { assign: [{ by: 'department_head' }] };

/** How long a timer waits until somebody says otherwise. */
const firstWait = { after_minutes: 1440 };

/** The flow with a new step of a kind on an edge. */
function added(flow: Json, edge: string, kind: string, label: Json): { flow: Json; id: string } {
  switch (kind) {
    case 'exclusive':
      return addBranches(flow, edge, label, 'TRUE');
    case 'parallel':
      return addParallel(flow, edge, label, inBothLanguages('flow-designer.meeting'));
    case 'timer':
      return addStep(flow, edge, kind, label, firstWait);
    default:
      return addStep(flow, edge, kind, label, firstHolder);
  }
}

/** Kinds that can be put between two steps. */
const between = ['approve', 'handle', 'cc', 'timer', 'exclusive', 'parallel'] as const;

/** The vertical tree: «+» between steps, branches side by side, properties at the right. */
export function FlowDesigner({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const text = useText();
  const run = useBuilder((state) => state.run);
  // What was typed a moment ago is not in the file until it is saved.
  const unsaved = useBuilder((state) => state.saving.state !== 'saved');
  const registry = useRegistry();
  const findings = findingsOf(useLint(app), 'flow', object.id);
  const [chosen, setChosen] = useState<Chosen>(null);
  const [simulates, setSimulates] = useState(false);
  const [marks, setMarks] = useState<Marks | null>(null);
  const isNarrow = useNarrow();
  const flow = jsonOf(object.definition);
  const names = useNames(flow);
  const key = keyOf(object);
  const kinds = registry.data?.nodes ?? [];
  const nodes = objectsIn(flow, 'nodes');
  const edges = objectsIn(flow, 'edges');
  const at = (list: 'nodes' | 'edges', id: string): string => `/${list}/${String((list === 'nodes' ? nodes : edges).findIndex((one) => one['id'] === id))}`;
  const labelOf = (kind: string): Json => {
    const entry = kinds.find((one) => one.kind === kind);
    return { 'zh-CN': textOf(entry?.label, 'zh-CN'), en: textOf(entry?.label, 'en') };
  };
  const plus = (ways: readonly string[], after: string): ReactNode => {
    const add = (kind: string): void => {
      const [first = '', ...others] = ways;
      // A split would wait for all ways that lead to it, of which only one is taken.
      const merged = kind === 'parallel' && others.length > 0 ? addMerge(flow, ways, inBothLanguages('flow-designer.merge')) : null;
      const made = added(merged?.flow ?? flow, merged?.onward ?? first, kind, labelOf(kind));
      run(t('flow-designer.added', { kind: text(labelled(labelOf(kind))) }), key, merged === null ? leadTo(made.flow, others, made.id) : made.flow);
      setChosen({ type: 'node', id: made.id });
    };
    const items = between.filter((kind) => kinds.some((one) => one.kind === kind)).map((kind) => ({ key: kind, label: t(`flow-designer.kinds.${kind}`, { defaultValue: kind }) }));
    return (
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key: kind }) => { add(kind); } }}>
        <Button className={styles['plus'] ?? ''} size="small" shape="circle" icon={<PlusOutlined aria-hidden />} aria-label={t('flow-designer.add_after', { name: after })} />
      </Dropdown>
    );
  };
  const close = (): void => {
    setSimulates(false);
    setMarks(null);
  };
  const show = (id: string): void => {
    setChosen({ type: 'edge', id });
    document.querySelector(`[data-edge="${id}"]`)?.scrollIntoView({ block: 'center', inline: 'center' });
  };
  const simulation = (
    <Suspense fallback={<Waiting lines={6} />}>
      <SimulationPanel app={app} flowId={object.id} flow={flow} nodeName={names.node} wayName={names.way} mark={setMarks} show={show} close={close} />
    </Suspense>
  );
  const node = chosen?.type === 'node' ? nodes.find((one) => one['id'] === chosen.id) : undefined;
  const edge = chosen?.type === 'edge' ? edges.find((one) => one['id'] === chosen.id) : undefined;
  return (
    <div className={styles['designer']}>
      <div className={styles['bar']}>
        <div className={styles['tools']}>
          <Button icon={<PlayCircleOutlined aria-hidden />} aria-expanded={simulates} onClick={() => { if (simulates) close(); else setSimulates(true); }}>{t('flow-designer.simulate')}</Button>
          <Button icon={<ExportOutlined aria-hidden />} href={modelOf(app, object.id)} download disabled={unsaved} title={t('bpmn.export_help')}>{t('bpmn.export')}</Button>
          {object.state !== 'added' && <Link to={timesOf(app, object.id)}><Button icon={<FieldTimeOutlined aria-hidden />}>{t('flow-times.open')}</Button></Link>}
        </div>
        <ImportedReport />
      </div>
      <div className={styles['canvas']} aria-label={t('flow-designer.tree')} role="group">
        <FlowTree
          flow={flow}
          steps={treeOf(flow)}
          chosen={chosen}
          faults={(id) => findingsOf(findings, 'flow', object.id, at('nodes', id)).length}
          choose={setChosen}
          plus={plus}
          marks={marks}
          more={(id) => { run(t('flow-designer.more_branches'), key, addBranch(flow, id, 'TRUE')); }}
        />
      </div>
      {simulates && isNarrow && <Drawer open placement="bottom" size="100%" closable={false} onClose={close}>{simulation}</Drawer>}
      <div className={styles['aside']}>
        {simulates && !isNarrow && <div className={styles['side']}>{simulation}</div>}
        {(!simulates || chosen !== null) && (
          <aside className={styles['side']} aria-label={t('build.properties')}>
            {node === undefined && edge === undefined && (
              <div className={styles['panel']}>
                <p className={styles['soft']}>{t('flow-designer.choose')}</p>
                <PeopleCheck app={app} flow={object.id} />
                <ClocksPanel flow={flow} findings={findingsOf(findings, 'flow', object.id, '/clocks')} change={(next) => { run(t('flow-designer.clocks'), key, next); }} />
              </div>
            )}
            {node !== undefined && (
              <NodePanel
                key={String(node['id'])}
                node={node}
                schema={kinds.find((kind) => kind.kind === textIn(node, 'kind'))?.schema}
                findings={findingsOf(findings, 'flow', object.id, at('nodes', String(node['id'])))}
                change={(name, next) => { run(`${String(node['id'])}:${name}`, key, changeNode(flow, String(node['id']), next)); }}
                remove={edges.some((one) => one['from'] === node['id']) && node['kind'] !== 'start' ? () => { run(t('flow-designer.removed'), key, removeStep(flow, String(node['id']))); setChosen(null); } : null}
              />
            )}
            {edge !== undefined && (
              <EdgePanel
                key={String(edge['id'])}
                edge={edge}
                atOnce={nodes.some((one) => one['id'] === edge['from'] && one['kind'] === 'parallel')}
                targets={nodes.filter((one) => one['kind'] !== 'start' && one['id'] !== edge['from']).map((one) => ({ value: String(one['id']), label: names.node(String(one['id'])) }))}
                findings={findingsOf(findings, 'flow', object.id, at('edges', String(edge['id'])))}
                change={(name, next) => { run(`${String(edge['id'])}:${name}`, key, changeEdge(flow, String(edge['id']), next)); }}
                remove={edge['default'] === true ? null : () => { run(t('flow-designer.removed'), key, removeBranch(flow, String(edge['id']))); setChosen(null); }}
              />
            )}
          </aside>
        )}
      </div>
    </div>
  );
}

interface PartProps {
  findings: ReturnType<typeof findingsOf>;
  change: (name: string, next: Json) => void;
  remove: (() => void) | null;
}

function NodePanel({ node, schema, findings, change, remove }: PartProps & { node: Json; schema: unknown }) {
  const { t } = useTranslation();
  const own = ['id', 'kind', 'label'];
  const settings = Object.fromEntries(Object.entries(node).filter(([key]) => !own.includes(key)));
  return (
    <div className={styles['panel']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <span className={styles['soft']}>{t('flow-designer.name')}</span>
      <LabelInput name={t('flow-designer.name')} value={node['label']} onChange={(label) => { change('label', withKey(node, 'label', label)); }} />
      {isObject(schema) && <Panel schema={schema} value={settings} onChange={(next) => { change('settings', { id: node['id'], kind: node['kind'], ...(node['label'] === undefined ? {} : { label: node['label'] }), ...next }); }} />}
      {remove !== null && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={remove}>{t('flow-designer.remove')}</Button>}
    </div>
  );
}

interface EdgeProps extends PartProps {
  edge: Json;
  /** Whether it is one of several that are taken at the same time. */
  atOnce: boolean;
  /** The steps to which it may lead. */
  targets: readonly { value: string; label: string }[];
}

function EdgePanel({ edge, atOnce, targets, findings, change, remove }: EdgeProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['panel']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <span className={styles['soft']}>{t('flow-designer.branch')}</span>
      <LabelInput name={t('flow-designer.branch')} value={edge['label']} onChange={(label) => { change('label', withKey(edge, 'label', label)); }} />
      {atOnce && <p className={styles['soft']}>{t('flow-designer.parallel_note')}</p>}
      {!atOnce && edge['default'] === true && <p className={styles['soft']}>{t('flow-designer.otherwise_note')}</p>}
      {!atOnce && edge['default'] !== true && (
        <>
          <span className={styles['soft']}>{t('flow-designer.condition')}</span>
          <FormulaInput condition name={t('flow-designer.condition')} value={edge['when']} onChange={(when) => { change('when', withKey(edge, 'when', when)); }} />
        </>
      )}
      <span className={styles['soft']}>{t('flow-designer.leads_to')}</span>
      <Select aria-label={t('flow-designer.leads_to')} value={textIn(edge, 'to') ?? null} options={[...targets]} showSearch={{ optionFilterProp: 'label' }} onChange={(to: string | null) => { if (to !== null) change('to', withKey(edge, 'to', to)); }} />
      <p className={styles['soft']}>{t('flow-designer.leads_to_help')}</p>
      {remove !== null && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={remove}>{t('flow-designer.remove_branch')}</Button>}
    </div>
  );
}
