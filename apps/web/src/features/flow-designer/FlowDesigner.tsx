import { DeleteOutlined, ExportOutlined, PlusOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Dropdown, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, textIn, type Json } from '@/api';
import { jsonOf, labelled, objectsIn, withKey } from '@/definition';
import { findingsOf, FormulaInput, keyOf, LabelInput, Panel, useBuilder, useLint, useReferences, useRegistry, type DesignerProps } from '@/features/build';
import { ImportedReport, modelOf } from '@/features/bpmn';
import { Findings } from '@/features/packages';
import { textOf, useText } from '@/i18n';
import { addBranch, addBranches, addStep, changeEdge, changeNode, removeBranch, removeStep } from './commands';
import { PeopleCheck } from './PeopleCheck';
import { treeOf, type Step } from './tree';
import { useAssigned } from './words';
import styles from './flow.module.css';

type Chosen = { type: 'node' | 'edge'; id: string } | null;

/** Who gets a new step until somebody says otherwise: the one choice that is right in every app. */
const firstHolder = { assign: [{ by: 'department_head' }] };

/** Kinds that can be put between two steps. */
const between = ['approve', 'handle', 'cc'] as const;

interface TreeProps {
  flow: Json;
  steps: readonly Step[];
  chosen: Chosen;
  faults: (id: string) => number;
  choose: (chosen: Chosen) => void;
  plus: (edge: string, after: string) => ReactNode;
  more: (node: string) => void;
}

function Tree({ flow, steps, chosen, faults, choose, plus, more }: TreeProps) {
  const { t } = useTranslation();
  const text = useText();
  const assigned = useAssigned();
  const fields = useReferences('field');
  const nodes = new Map(objectsIn(flow, 'nodes').map((node) => [String(node['id']), node]));
  const edges = new Map(objectsIn(flow, 'edges').map((edge) => [String(edge['id']), edge]));
  const nameOf = (id: string): string => text(labelled(nodes.get(id)?.['label'])) || t(`flow-designer.kinds.${textIn(nodes.get(id), 'kind') ?? ''}`, { defaultValue: id });
  const card = (id: string): ReactNode => {
    const node = nodes.get(id);
    const kind = textIn(node, 'kind') ?? '';
    const name = nameOf(id);
    return (
      <button type="button" className={styles['card']} data-kind={kind} aria-pressed={chosen?.type === 'node' && chosen.id === id} onClick={() => { choose({ type: 'node', id }); }}>
        <span className={styles['kind']}>{t(`flow-designer.kinds.${kind}`, { defaultValue: kind })}</span>
        <strong>{name}</strong>
        <span className={styles['soft']}>{assigned(node)}</span>
        {faults(id) > 0 && <WarningFilled className={styles['fault']} aria-label={t('flow-designer.faults', { count: faults(id) })} title={t('flow-designer.faults', { count: faults(id) })} />}
      </button>
    );
  };
  const inWords = (formula: string): string => formula.replaceAll(/\{(\w+)\}/g, (whole, id: string) => fields.find((field) => field.value === id)?.label ?? whole);
  const conditionOf = (edge: Json | undefined): string => (edge?.['default'] === true ? t('flow-designer.otherwise') : inWords(textIn(edge, 'when') ?? t('flow-designer.no_condition')));
  const branchName = (edge: string): string => text(labelled(edges.get(edge)?.['label'])) || conditionOf(edges.get(edge));
  return (
    <ol className={styles['steps']}>
      {steps.map((step) => {
        if (step.type === 'goto') return <li key={`goto-${step.id}`} className={styles['step']}><Tag>{t('flow-designer.goto', { name: nameOf(step.id) })}</Tag></li>;
        if (step.type === 'node') {
          return (
            <li key={step.id} className={styles['step']}>
              {card(step.id)}
              {step.edge !== null && plus(step.edge, nameOf(step.id))}
            </li>
          );
        }
        return (
          <li key={step.id} className={styles['step']}>
            {card(step.id)}
            <ul className={styles['branches']}>
              {step.branches.map((branch) => (
                <li key={branch.edge} className={styles['branch']}>
                  <button type="button" className={styles['condition']} aria-pressed={chosen?.type === 'edge' && chosen.id === branch.edge} onClick={() => { choose({ type: 'edge', id: branch.edge }); }}>
                    {branchName(branch.edge)}
                  </button>
                  {plus(branch.edge, branchName(branch.edge))}
                  <Tree flow={flow} steps={branch.steps} chosen={chosen} faults={faults} choose={choose} plus={plus} more={more} />
                </li>
              ))}
            </ul>
            <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { more(step.id); }}>{t('flow-designer.more_branches')}</Button>
          </li>
        );
      })}
    </ol>
  );
}

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
  const flow = jsonOf(object.definition);
  const key = keyOf(object);
  const kinds = registry.data?.nodes ?? [];
  const nodes = objectsIn(flow, 'nodes');
  const edges = objectsIn(flow, 'edges');
  const at = (list: 'nodes' | 'edges', id: string): string => `/${list}/${String((list === 'nodes' ? nodes : edges).findIndex((one) => one['id'] === id))}`;
  const labelOf = (kind: string): Json => {
    const entry = kinds.find((one) => one.kind === kind);
    return { 'zh-CN': textOf(entry?.label, 'zh-CN'), en: textOf(entry?.label, 'en') };
  };
  const plus = (edge: string, after: string): ReactNode => {
    const add = (kind: string): void => {
      const made = kind === 'exclusive' ? addBranches(flow, edge, labelOf(kind), 'TRUE') : addStep(flow, edge, kind, labelOf(kind), firstHolder);
      run(t('flow-designer.added', { kind: text(labelled(labelOf(kind))) }), key, made.flow);
      setChosen({ type: 'node', id: made.id });
    };
    const items = [...between, 'exclusive'].filter((kind) => kinds.some((one) => one.kind === kind)).map((kind) => ({ key: kind, label: t(`flow-designer.kinds.${kind}`, { defaultValue: kind }) }));
    return (
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key: kind }) => { add(kind); } }}>
        <Button className={styles['plus'] ?? ''} size="small" shape="circle" icon={<PlusOutlined aria-hidden />} aria-label={t('flow-designer.add_after', { name: after })} />
      </Dropdown>
    );
  };
  const node = chosen?.type === 'node' ? nodes.find((one) => one['id'] === chosen.id) : undefined;
  const edge = chosen?.type === 'edge' ? edges.find((one) => one['id'] === chosen.id) : undefined;
  return (
    <div className={styles['designer']}>
      <div className={styles['bar']}>
        <Button icon={<ExportOutlined aria-hidden />} href={modelOf(app, object.id)} download disabled={unsaved} title={t('bpmn.export_help')}>{t('bpmn.export')}</Button>
        <ImportedReport />
      </div>
      <div className={styles['canvas']} aria-label={t('flow-designer.tree')} role="group">
        <Tree
          flow={flow}
          steps={treeOf(flow)}
          chosen={chosen}
          faults={(id) => findingsOf(findings, 'flow', object.id, at('nodes', id)).length}
          choose={setChosen}
          plus={plus}
          more={(id) => { run(t('flow-designer.more_branches'), key, addBranch(flow, id, 'TRUE')); }}
        />
      </div>
      <aside className={styles['side']} aria-label={t('build.properties')}>
        {node === undefined && edge === undefined && (
          <div className={styles['panel']}>
            <p className={styles['soft']}>{t('flow-designer.choose')}</p>
            <PeopleCheck app={app} flow={object.id} />
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
            findings={findingsOf(findings, 'flow', object.id, at('edges', String(edge['id'])))}
            change={(name, next) => { run(`${String(edge['id'])}:${name}`, key, changeEdge(flow, String(edge['id']), next)); }}
            remove={edge['default'] === true ? null : () => { run(t('flow-designer.removed'), key, removeBranch(flow, String(edge['id']))); setChosen(null); }}
          />
        )}
      </aside>
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

function EdgePanel({ edge, findings, change, remove }: PartProps & { edge: Json }) {
  const { t } = useTranslation();
  return (
    <div className={styles['panel']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <span className={styles['soft']}>{t('flow-designer.branch')}</span>
      <LabelInput name={t('flow-designer.branch')} value={edge['label']} onChange={(label) => { change('label', withKey(edge, 'label', label)); }} />
      {edge['default'] === true ? (
        <p className={styles['soft']}>{t('flow-designer.otherwise_note')}</p>
      ) : (
        <>
          <span className={styles['soft']}>{t('flow-designer.condition')}</span>
          <FormulaInput condition name={t('flow-designer.condition')} value={edge['when']} onChange={(when) => { change('when', withKey(edge, 'when', when)); }} />
        </>
      )}
      {remove !== null && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={remove}>{t('flow-designer.remove_branch')}</Button>}
    </div>
  );
}
