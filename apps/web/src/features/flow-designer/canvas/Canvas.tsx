import '@xyflow/react/dist/style.css';
import { AppstoreAddOutlined, ClearOutlined, PlusOutlined } from '@ant-design/icons';
import { applyEdgeChanges, applyNodeChanges, Background, Controls, MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow, type Edge, type EdgeChange, type NodeChange } from '@xyflow/react';
import { Button } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '@/theme/useNarrow';
import { AddMenu } from '../AddMenu';
import { edgeFor } from '../clip';
import type { Place } from '../graph';
import type { Marks } from '../marks';
import { singleOf, type Editing } from '../useEditing';
import { edgeTypes } from './BesideEdge';
import { sizes } from './drawn';
import { useAriaWords, useDrawn } from './facts';
import { carried, Palette } from './Palette';
import { nodeTypes, type StepNodeType } from './StepNode';
import styles from './canvas.module.css';

interface CanvasProps {
  editing: Editing;
  faults: (id: string) => number;
  marks: Marks | null;
}

/** Lets a kind of steps be let go here. */
function over(event: DragEvent): void {
  if (event.dataTransfer.types.includes(carried)) event.preventDefault();
}

/** The free canvas: steps where they were put, lines as they lead. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  );
}

function Drawing({ editing, faults, marks }: CanvasProps) {
  const { t } = useTranslation();
  const isNarrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  const { screenToFlowPosition, fitView } = useReactFlow();
  const ariaWords = useAriaWords();
  const { flow, picked } = editing;
  /** Where steps are while they are dragged; what is let go stands in the flow. */
  const [held, setHeld] = useState<ReadonlyMap<string, Place>>(new Map());
  const [offers, setOffers] = useState(false);
  const drawn = useDrawn({ flow, faults, marks, picked });
  const nodes = drawn.nodes.map((node) => ({ ...node, position: held.get(node.id) ?? node.position }));

  const changeNodes = (changes: NodeChange<StepNodeType>[]): void => {
    const chosen = changes.filter((change) => change.type === 'select');
    if (chosen.length > 0) {
      const next = applyNodeChanges(chosen, nodes).filter((node) => node.selected === true).map((node) => node.id);
      editing.pick({ nodes: next, edges: next.length > 0 ? [] : picked.edges });
    }
    const moved = changes.flatMap((change): [string, Place, boolean][] => (change.type === 'position' && change.position !== undefined ? [[change.id, change.position, change.dragging === true]] : []));
    if (moved.length === 0) return;
    const dragging = moved.some(([, , drags]) => drags);
    if (dragging) {
      setHeld(new Map(moved.map(([id, place]) => [id, place])));
      return;
    }
    // A click ends a drag, too, without having moved anything.
    const now = new Map(drawn.nodes.map((node) => [node.id, node.position]));
    const far = new Map(moved.filter(([id, place]) => Math.round(now.get(id)?.x ?? 0) !== Math.round(place.x) || Math.round(now.get(id)?.y ?? 0) !== Math.round(place.y)).map(([id, place]) => [id, place]));
    if (far.size > 0) editing.move(far);
    setHeld(new Map());
  };
  const changeEdges = (changes: EdgeChange<Edge>[]): void => {
    const chosen = changes.filter((change) => change.type === 'select');
    if (chosen.length === 0) return;
    const next = applyEdgeChanges(chosen, drawn.edges).filter((edge) => edge.selected === true).map((edge) => edge.id);
    editing.pick({ nodes: next.length > 0 ? [] : picked.nodes, edges: next });
  };
  /** The middle of what is seen. */
  const middle = (): Place => {
    const seen = box.current?.getBoundingClientRect();
    const at = seen === undefined ? { x: 0, y: 0 } : screenToFlowPosition({ x: seen.left + seen.width / 2, y: seen.top + seen.height / 2 });
    return { x: at.x - sizes.width / 2, y: at.y - sizes.height / 2 };
  };
  const edge = edgeFor(flow, singleOf(picked));
  const add = (kind: string): void => {
    if (edge === null) editing.addAt(kind, middle());
    else editing.addOn([edge], kind);
  };
  const drop = (event: DragEvent): void => {
    const kind = event.dataTransfer.getData(carried);
    if (kind === '') return;
    event.preventDefault();
    const on = event.target instanceof Element ? event.target.closest('.react-flow__edge')?.getAttribute('data-id') : null;
    if (on !== null && on !== undefined && editing.kindsOn([on]).some((one) => one.kind === kind)) {
      editing.addOn([on], kind);
      return;
    }
    const at = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    editing.addAt(kind, { x: at.x - sizes.width / 2, y: at.y - sizes.height / 2 });
  };
  const offered = edge === null ? editing.kinds.filter((one) => one.kind !== 'start') : editing.kindsOn([edge]);
  return (
    <div className={styles['canvas']} ref={box} role="group" aria-label={t('flow-designer.canvas.title')}>
      <ReactFlow
        nodes={nodes}
        edges={drawn.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={changeNodes}
        onEdgesChange={changeEdges}
        onConnect={({ source, target }) => { editing.draw(source, target); }}
        onReconnect={(before, { source, target }) => { if (source === before.source) editing.lead(before.id, target); }}
        onPaneClick={() => { editing.pick({ nodes: [], edges: [] }); }}
        onDragOver={over}
        onDrop={drop}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control']}
        selectionKeyCode="Shift"
        ariaLabelConfig={ariaWords}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.1 }}
        minZoom={0.2}
        maxZoom={2}
        snapToGrid
        snapGrid={[8, 8]}
        proOptions={{ hideAttribution: true }}
      >
        <Background />
        {!isNarrow && <MiniMap pannable zoomable ariaLabel={t('flow-designer.canvas.map')} nodeClassName={styles['mapped'] ?? ''} />}
        <Controls showInteractive={false} fitViewOptions={{ maxZoom: 1, padding: 0.1 }} />
        <Panel position="top-left">
          <div className={styles['panel']}>
            <div className={styles['tools']}>
              <AddMenu kinds={offered} add={add} button={{ size: 'small', icon: <PlusOutlined aria-hidden />, children: t('flow-designer.add_step') }} />
              {!isNarrow && <Button size="small" icon={<AppstoreAddOutlined aria-hidden />} aria-expanded={offers} onClick={() => { setOffers(!offers); }}>{t('flow-designer.canvas.open_palette')}</Button>}
              <Button size="small" icon={<ClearOutlined aria-hidden />} disabled={editing.isTidy} onClick={() => { editing.tidy(); requestAnimationFrame(() => void fitView({ maxZoom: 1, padding: 0.1 })); }}>{t('flow-designer.canvas.tidy')}</Button>
            </div>
            {offers && !isNarrow && <Palette kinds={editing.kinds} add={add} />}
          </div>
        </Panel>
      </ReactFlow>
    </div>
  );
}
