import '@xyflow/react/dist/style.css';
import { Background, Controls, ReactFlow } from '@xyflow/react';
import { Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, textIn, type Json } from '@/api';
import { Failed, Waiting } from '@/components';
import { jsonOf, objectsIn } from '@/definition';
import { DifferenceList, useChanges, useDifferences, useVersions, type BuildObject, type Difference, type Property } from '@/features/build';
import { compared, rewound } from '../difference';
import { useNames } from '../words';
import { edgeTypes } from './BesideEdge';
import { useAriaWords, useDrawn } from './facts';
import { nodeTypes } from './StepNode';
import styles from './canvas.module.css';

/** A version by its number, or the draft. */
type Side = number | 'draft';

interface DifferenceProps {
  app: string;
  object: BuildObject;
  close: () => void;
}

/** Two versions of a flow in one drawing: what was added, what is gone, and what was changed. */
export function FlowDifference({ app, object, close }: DifferenceProps) {
  const { t } = useTranslation();
  const versions = useVersions(app, true);
  const current = versions.data?.find((version) => version.current)?.number;
  const [older, setOlder] = useState<Side | null>(null);
  const [newer, setNewer] = useState<Side>('draft');
  // Where the ways begin and end is measured, and that has to wait until the window stands.
  const [stands, setStands] = useState(false);
  const name = (number: number): string => t(number === current ? 'flow-designer.difference.current' : 'flow-designer.difference.version', { number });
  const numbers = (versions.data ?? []).map((version) => ({ value: version.number, label: name(version.number) }));
  const from = older ?? current;
  return (
    <Modal open centered footer={null} width="min(96vw, calc(var(--sheet) + var(--side)))" title={t('flow-designer.difference.title')} onCancel={close} afterOpenChange={setStands}>
      {versions.isError && <Failed error={versions.error} />}
      {versions.isPending && <Waiting lines={8} />}
      {current !== undefined && from !== undefined && (
        <>
          <div className={styles['compare']}>
            <label>{t('flow-designer.difference.from')} <Select<Side> aria-label={t('flow-designer.difference.from')} value={from} popupMatchSelectWidth={false} options={numbers} onChange={setOlder} /></label>
            <label>{t('flow-designer.difference.to')} <Select<Side> aria-label={t('flow-designer.difference.to')} value={newer} popupMatchSelectWidth={false} options={[{ value: 'draft', label: t('flow-designer.difference.draft') }, ...numbers]} onChange={setNewer} /></label>
            <span role="group" aria-label={t('flow-designer.difference.legend')}>
              {(['added', 'removed', 'changed'] as const).map((change) => <span key={change} className={styles['swatch']} data-change={change}>{t(`flow-designer.difference.${change}`)}</span>)}
            </span>
          </div>
          {stands ? <Sides key={`${String(from)}-${String(newer)}`} app={app} object={object} current={current} from={from} to={newer} /> : <Waiting lines={8} />}
        </>
      )}
    </Modal>
  );
}

/** The flow as it was in a version; null when it was not there yet, undefined while it is asked for. */
function useVersion(app: string, object: BuildObject, current: number, side: Side): { flow: Json | null | undefined; error: unknown } {
  const own = (list: readonly Difference[] | undefined): Difference | undefined => list?.find((one) => one.kind === 'flow' && one.id === object.id);
  const draft = jsonOf(object.definition);
  const changes = useChanges(app, [], side !== 'draft');
  const since = useDifferences(app, side === 'draft' ? current : side, current);
  if (side === 'draft') return { flow: draft, error: null };
  if (changes.data === undefined || since.data === undefined) return { flow: undefined, error: changes.error ?? since.error };
  const now = own(changes.data.differences);
  const then = own(since.data);
  if (now?.change === 'added' || then?.change === 'added') return { flow: null, error: null };
  return { flow: rewound(rewound(draft, now?.properties ?? []), then?.properties ?? []), error: null };
}

function Sides({ app, object, current, from, to }: { app: string; object: BuildObject; current: number; from: Side; to: Side }) {
  const { t } = useTranslation();
  const before = useVersion(app, object, current, from);
  const after = useVersion(app, object, current, to);
  const error = before.error ?? after.error;
  if (error !== null && error !== undefined) return <Failed error={error} />;
  if (before.flow === undefined || after.flow === undefined) return <Waiting lines={8} />;
  if (before.flow === null || after.flow === null) return <p>{t('flow-designer.difference.absent')}</p>;
  return <Both object={object} before={before.flow} after={after.flow} />;
}

/** The differences with ways called after the steps that they lead from and to. */
function useWaysNamed(flow: Json, properties: readonly Property[]): Property[] {
  const names = useNames(flow);
  const ways = new Map(objectsIn(flow, 'edges').map((edge) => [String(edge['id']), `${names.node(textIn(edge, 'from') ?? '')} → ${names.node(textIn(edge, 'to') ?? '')}`]));
  return properties.map((property) => {
    const [, list, id = '', ...rest] = property.path.split('/');
    const way = ways.get(id);
    if (list !== 'edges' || way === undefined) return property;
    const whole = rest.length === 0;
    const said = (value: unknown): unknown => (whole && isObject(value) ? { label: way } : value);
    return { ...property, names: property.names.map((name, at) => (at === 1 ? way : name)), before: said(property.before), after: said(property.after) };
  });
}

function Both({ object, before, after }: { object: BuildObject; before: Json; after: Json }) {
  const { t } = useTranslation();
  const ariaWords = useAriaWords();
  const { flow, nodes, edges, properties } = compared(before, after);
  const drawn = useDrawn({ flow, faults: () => 0, marks: null, changes: { nodes, edges }, picked: { nodes: [], edges: [] } });
  const list = useWaysNamed(flow, properties);
  const same = JSON.stringify(before) === JSON.stringify(after);
  return (
    <>
      {properties.length === 0 && <p role="status">{t(same ? 'flow-designer.difference.none' : 'flow-designer.difference.only_places')}</p>}
      <div className={styles['canvas']} data-beside="list" role="group" aria-label={t('flow-designer.difference.title')}>
        <ReactFlow nodes={drawn.nodes} edges={drawn.edges} nodeTypes={nodeTypes} edgeTypes={edgeTypes} nodesDraggable={false} nodesConnectable={false} elementsSelectable={false} ariaLabelConfig={ariaWords} fitView fitViewOptions={{ maxZoom: 1, padding: 0.1 }} minZoom={0.2} proOptions={{ hideAttribution: true }}>
          <Background />
          <Controls showInteractive={false} fitViewOptions={{ maxZoom: 1, padding: 0.1 }} />
        </ReactFlow>
      </div>
      {properties.length > 0 && (
        <section aria-label={t('flow-designer.difference.list')}>
          <DifferenceList differences={[{ kind: 'flow', id: object.id, label: object.label, change: 'changed', properties: list }]} />
        </section>
      )}
    </>
  );
}
