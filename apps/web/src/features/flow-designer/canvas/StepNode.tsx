import { CheckCircleFilled, EnvironmentFilled, WarningFilled } from '@ant-design/icons';
import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { NodeMark } from '../marks';
import type { Change } from './drawn';
import styles from './canvas.module.css';

/** What a step says on the canvas. */
export interface StepFacts extends Record<string, unknown> {
  readonly name: string;
  readonly kind: string;
  readonly kindName: string;
  readonly assigned: string;
  readonly faults: number;
  readonly mark: NodeMark | undefined;
  readonly change: Change | undefined;
  /** Whether lines may lead to it and from it. */
  readonly into: boolean;
  readonly out: boolean;
}

export type StepNodeType = Node<StepFacts, 'step'>;

export function StepNode({ data, selected, isConnectable }: NodeProps<StepNodeType>) {
  const { t } = useTranslation();
  return (
    <div className={styles['node']} data-kind={data.kind} data-chosen={selected} data-mark={data.mark} data-change={data.change}>
      {data.into && <Handle type="target" position={Position.Top} isConnectable={isConnectable} className={styles['handle'] ?? ''} title={t('flow-designer.canvas.in')} />}
      <span className={styles['kind']}>
        {data.kindName}
        {data.change !== undefined && <em>{t(`flow-designer.difference.${data.change}`)}</em>}
        {data.mark === 'here' && <em><EnvironmentFilled aria-hidden /> {t('flow-designer.mark.here')}</em>}
        {data.mark === 'passed' && <em><CheckCircleFilled aria-hidden /> {t('flow-designer.mark.passed')}</em>}
        {data.faults > 0 && <WarningFilled className={styles['fault']} role="img" aria-label={t('flow-designer.faults', { count: data.faults })} title={t('flow-designer.faults', { count: data.faults })} />}
      </span>
      <strong className={styles['name']} title={data.name}>{data.name}</strong>
      <span className={styles['who']} title={data.assigned}>{data.assigned}</span>
      {data.out && <Handle type="source" position={Position.Bottom} isConnectable={isConnectable} className={styles['handle'] ?? ''} title={t('flow-designer.canvas.out')} />}
    </div>
  );
}

export const nodeTypes = { step: StepNode };
