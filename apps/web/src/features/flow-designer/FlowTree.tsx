import { CheckCircleFilled, EnvironmentFilled, MinusCircleOutlined, PlusOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';
import type { Marks, NodeMark, WayMark } from './marks';
import type { Step } from './tree';
import { sideOf, splitting } from './ways';
import { useAssigned, useNames } from './words';
import styles from './flow.module.css';

export type Chosen = { type: 'node' | 'edge'; id: string } | null;

interface TreeProps {
  flow: Json;
  steps: readonly Step[];
  chosen: Chosen;
  faults: (id: string) => number;
  /** All chosen steps, when there are several. */
  several: ReadonlySet<string>;
  /** With Ctrl or Shift a step is chosen beside the others. */
  choose: (chosen: Chosen, beside: boolean) => void;
  /** «+» on edges that lead to the same place. */
  plus: (edges: readonly string[], after: string) => ReactNode;
  more: (node: string) => void;
  /** What a simulation has tried; null when none is open. */
  marks: Marks | null;
}

/** Where the case is, and where it was. */
function NodeSign({ mark }: { mark: NodeMark }) {
  const { t } = useTranslation();
  return <span className={styles['sign']} data-mark={mark}>{mark === 'here' ? <EnvironmentFilled aria-hidden /> : <CheckCircleFilled aria-hidden />} {t(`flow-designer.mark.${mark}`)}</span>;
}

/** Whether a way was tried. */
function WaySign({ mark }: { mark: WayMark | undefined }) {
  const { t } = useTranslation();
  if (mark === undefined) return null;
  const word = t(`flow-designer.tried.${mark}`);
  const sign = mark === 'never' ? <MinusCircleOutlined aria-label={word} title={word} /> : <CheckCircleFilled aria-label={word} title={word} />;
  return <span className={styles['sign']} data-mark={mark}>{sign}</span>;
}

/** The steps one below the other, branches side by side. */
export function FlowTree({ flow, steps, chosen, several, faults, choose, plus, more, marks }: TreeProps) {
  const { t } = useTranslation();
  const assigned = useAssigned();
  const { node: nameOf, way } = useNames(flow);
  const nodes = new Map(objectsIn(flow, 'nodes').map((node) => [String(node['id']), node]));
  const edges = new Map(objectsIn(flow, 'edges').map((edge) => [String(edge['id']), edge]));
  const card = (id: string): ReactNode => {
    const node = nodes.get(id);
    const kind = textIn(node, 'kind') ?? '';
    const name = nameOf(id);
    const mark = marks?.nodes.get(id);
    return (
      <button type="button" className={styles['card']} data-kind={kind} data-mark={mark} aria-pressed={several.has(id)} onClick={(event) => { choose({ type: 'node', id }, event.ctrlKey || event.metaKey || event.shiftKey); }}>
        <span className={styles['kind']}>{t(`flow-designer.kinds.${kind}`, { defaultValue: kind })}</span>
        <strong>{name}</strong>
        <span className={styles['soft']}>{assigned(node)}</span>
        {mark !== undefined && <NodeSign mark={mark} />}
        {faults(id) > 0 && <WarningFilled className={styles['fault']} aria-label={t('flow-designer.faults', { count: faults(id) })} title={t('flow-designer.faults', { count: faults(id) })} />}
      </button>
    );
  };
  const branchName = (edge: string): string => way(edges.get(edge) ?? {});
  return (
    <ol className={styles['steps']}>
      {steps.map((step) => {
        if (step.type === 'goto') return <li key={`goto-${step.id}`} className={styles['step']}><Tag>{t('flow-designer.goto', { name: nameOf(step.id) })}</Tag></li>;
        if (step.type === 'node') {
          return (
            <li key={step.id} className={styles['step']}>
              {card(step.id)}
              {step.edge !== null && plus([step.edge], nameOf(step.id))}
            </li>
          );
        }
        return (
          <li key={step.id} className={styles['step']}>
            {card(step.id)}
            <ul className={styles['branches']}>
              {step.branches.map((branch) => (
                <li key={branch.edge} className={styles['branch']}>
                  <button type="button" className={styles['condition']} data-edge={branch.edge} data-side={sideOf(nodes.get(step.id), branch.edge)?.kind} data-mark={marks?.ways.get(branch.edge)} aria-pressed={chosen?.type === 'edge' && chosen.id === branch.edge} onClick={() => { choose({ type: 'edge', id: branch.edge }, false); }}>
                    {branchName(branch.edge)}
                    <WaySign mark={marks?.ways.get(branch.edge)} />
                  </button>
                  {plus([branch.edge], branchName(branch.edge))}
                  <FlowTree flow={flow} steps={branch.steps} chosen={chosen} several={several} faults={faults} choose={choose} plus={plus} more={more} marks={marks} />
                </li>
              ))}
            </ul>
            {splitting.has(textIn(nodes.get(step.id), 'kind') ?? '') && <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { more(step.id); }}>{t('flow-designer.more_branches')}</Button>}
            {step.into.length > 1 && plus(step.into, t('flow-designer.all_branches', { name: nameOf(step.id) }))}
          </li>
        );
      })}
    </ol>
  );
}

