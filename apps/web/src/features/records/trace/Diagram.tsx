import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined, RedoOutlined } from '@ant-design/icons';
import { Modal } from 'antd';
import { useEffect, useRef, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowTrace, FormKnown, TraceEdge, TraceNode } from '@/api';
import { useText } from '@/i18n';
import { size, useNarrow } from '@/theme';
import { zoneOf } from '../services';
import { drawingOf, pathOf, type Sizes } from './layout';
import { NodeFacts, useDid, useTaken } from './NodeFacts';
import { Reasons } from './Why';
import styles from './trace.module.css';

interface DiagramProps {
  trace: FlowTrace;
  known: FormKnown;
  names: Readonly<Record<string, string>>;
}

const sizes: Sizes = { width: size.menu, height: size.s12 + size.s10, across: size.s6, down: size.s12 };

const icons: Readonly<Record<string, ComponentType<{ 'aria-hidden'?: boolean }>>> = {
  current: ClockCircleOutlined,
  passed: CheckCircleFilled,
  again: RedoOutlined,
  ahead: MinusCircleOutlined,
};

function Standing({ node }: { node: TraceNode }) {
  const { t } = useTranslation();
  const Icon = icons[node.standing] ?? MinusCircleOutlined;
  return (
    <span className={styles['standing']}>
      <Icon aria-hidden />
      {t(`records.diagram.${node.standing}`)}
    </span>
  );
}

interface GraphProps extends DiagramProps {
  chosen: string | null;
  choose: (node: string) => void;
}

/** Where the name of a way stands: beside the middle of its first piece. */
function labelAt(line: { points: readonly { x: number; y: number }[] }): { left: number; top: number } {
  const [first, second] = line.points;
  return { left: ((first?.x ?? 0) + (second?.x ?? first?.x ?? 0)) / 2, top: ((first?.y ?? 0) + (second?.y ?? first?.y ?? 0)) / 2 };
}

/** The flow from above to below. What was passed, where it is and what lies ahead differ by colour, icon and word. */
function Graph({ trace, known, chosen, choose }: GraphProps) {
  const { t } = useTranslation();
  const text = useText();
  const did = useDid();
  const taken = useTaken(zoneOf(known));
  const drawing = drawingOf(trace.nodes.map((node) => node.id), trace.edges, sizes);
  const here = useRef<HTMLButtonElement>(null);
  // A long flow opens where the case is.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'center', inline: 'center' });
  }, []);
  const current = trace.nodes.find((node) => node.standing === 'current')?.id;
  const edges = new Map<string, TraceEdge>(trace.edges.map((edge) => [edge.id, edge]));
  return (
    <div className={styles['canvas']} role="group" aria-label={t('records.diagram.scroll')} tabIndex={0}>
      <div className={styles['graph']} style={{ width: drawing.width, height: drawing.height }}>
        <svg width={drawing.width} height={drawing.height} aria-hidden="true">
          {drawing.lines.map((line) => (
            <path key={line.id} d={pathOf(line)} data-taken={(edges.get(line.id)?.taken ?? 0) > 0} data-back={line.back} />
          ))}
        </svg>
        {drawing.lines.map((line) => {
          const label = text(edges.get(line.id)?.label ?? '');
          return label === '' ? null : (
            <span key={line.id} className={styles['way']} style={labelAt(line)} data-taken={(edges.get(line.id)?.taken ?? 0) > 0}>
              {label}
            </span>
          );
        })}
        {trace.nodes.map((node) => {
          const at = drawing.nodes.get(node.id);
          const last = node.people.at(-1);
          return (
            <button
              key={node.id}
              ref={node.id === current ? here : null}
              type="button"
              className={styles['node']}
              style={{ left: at?.x ?? 0, top: at?.y ?? 0, width: sizes.width, height: sizes.height }}
              data-standing={node.standing}
              aria-pressed={chosen === node.id}
              onClick={() => { choose(node.id); }}
            >
              <Standing node={node} />
              <strong>{text(node.label)}</strong>
              <span className={styles['line']}>{last === undefined ? '' : did(last)}</span>
              <span className={styles['line']}>{taken(node)}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

function GraphWithFacts({ trace, known, names }: DiagramProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(trace.nodes.find((node) => node.standing === 'current')?.id ?? null);
  const node = trace.nodes.find((one) => one.id === chosen);
  return (
    <div className={styles['diagram']}>
      <Graph trace={trace} known={known} names={names} chosen={chosen} choose={setChosen} />
      <aside className={styles['beside']}>
        {node === undefined ? <p className={styles['soft']}>{t('records.diagram.choose')}</p> : <NodeFacts node={node} zone={zoneOf(known)} />}
        {trace.branches.filter((branch) => branch.node === chosen).map((branch) => (
          <section key={`${branch.at}-${branch.edge}`} aria-label={t('records.way.why')}>
            <h3>{t('records.way.why')}</h3>
            <Reasons branch={branch} known={known} names={names} />
          </section>
        ))}
      </aside>
    </div>
  );
}

/** When a node was reached first; never when it was not. */
function firstOf(node: TraceNode): number {
  const times = [...node.people.map((person) => Date.parse(person.from)), ...(typeof node.since === 'string' ? [Date.parse(node.since)] : [])];
  return times.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...times);
}

/** The nodes below each other, in the order in which the case came to them; what lies ahead comes last. */
export function inOrder(nodes: readonly TraceNode[]): readonly TraceNode[] {
  return nodes
    .map((node, index) => ({ node, index, at: firstOf(node) }))
    .toSorted((one, other) => (one.at === other.at ? one.index - other.index : one.at - other.at))
    .map(({ node }) => node);
}

function Column({ trace, known, names }: DiagramProps) {
  const { t } = useTranslation();
  return (
    <ol className={styles['column']} aria-label={t('records.diagram.title')}>
      {inOrder(trace.nodes).map((node) => (
        <li key={node.id} data-standing={node.standing}>
          <Standing node={node} />
          <NodeFacts node={node} zone={zoneOf(known)} bare />
          {trace.branches.filter((branch) => branch.node === node.id).map((branch) => <Reasons key={`${branch.at}-${branch.edge}`} branch={branch} known={known} names={names} />)}
        </li>
      ))}
    </ol>
  );
}

/** 流程轨迹图: the whole flow, how the case went through it, and where it is now. */
export function Diagram({ title, close, ...rest }: DiagramProps & { title: string; close: () => void }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  return (
    <Modal open centered footer={null} width="min(96vw, calc(var(--sheet) + var(--side)))" title={`${t('records.diagram.title')} · ${title}`} onCancel={close}>
      {narrow ? <Column {...rest} /> : <GraphWithFacts {...rest} />}
    </Modal>
  );
}
