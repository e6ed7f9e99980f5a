import { MarkerType, type Edge } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';
import type { Marks } from '../marks';
import { ending, sideOf, splitting } from '../ways';
import { useAssigned, useNames } from '../words';
import { shortened, sizes, standing, type Change } from './drawn';
import type { StepNodeType } from './StepNode';

interface Look {
  readonly flow: Json;
  readonly faults: (id: string) => number;
  readonly marks: Marks | null;
  /** What became of steps and ways, when two versions are compared. */
  readonly changes?: { readonly nodes: ReadonlyMap<string, Change>; readonly edges: ReadonlyMap<string, Change> };
  readonly picked: { readonly nodes: readonly string[]; readonly edges: readonly string[] };
}

/** The flow as steps and lines of the canvas. */
export function useDrawn({ flow, faults, marks, changes, picked }: Look): { nodes: StepNodeType[]; edges: Edge[] } {
  const { t } = useTranslation();
  const assigned = useAssigned();
  const names = useNames(flow);
  const places = standing(flow);
  const given = objectsIn(flow, 'nodes');
  const kindOf = new Map(given.map((node) => [String(node['id']), textIn(node, 'kind') ?? '']));
  const nodes = given.map((node): StepNodeType => {
    const id = String(node['id']);
    const kind = kindOf.get(id) ?? '';
    const kindName = t(`flow-designer.kinds.${kind}`, { defaultValue: kind });
    const change = changes?.nodes.get(id);
    return {
      id,
      type: 'step',
      position: places.get(id) ?? { x: 0, y: 0 },
      width: sizes.width,
      height: sizes.height,
      selected: picked.nodes.includes(id),
      data: { name: names.node(id), kind, kindName, assigned: assigned(node), faults: faults(id), mark: marks?.nodes.get(id), change, into: kind !== 'start', out: !ending.has(kind) },
      ariaLabel: [kindName, names.node(id), ...(change === undefined ? [] : [t(`flow-designer.difference.${change}`)])].join(' '),
    };
  });
  const met = new Map<string, number>();
  const edges = objectsIn(flow, 'edges').map((edge): Edge => {
    const [id, source, target] = [String(edge['id']), textIn(edge, 'from') ?? '', textIn(edge, 'to') ?? ''];
    const side = sideOf(given.find((node) => node['id'] === source), id);
    const says = side !== null || splitting.has(kindOf.get(source) ?? '') || edge['label'] !== undefined;
    const way = names.way(edge);
    const mark = marks?.ways.get(id);
    const change = changes?.edges.get(id);
    const pair = `${source}>${target}`;
    const before = met.get(pair) ?? 0;
    met.set(pair, before + 1);
    // The second stands at the right of the first, the third at its left, and so on outwards.
    const by = Math.ceil(before / 2) * (before % 2 === 1 ? 1 : -1);
    const classes = [side === null ? '' : 'side', mark === undefined ? '' : `mark-${mark}`, change === undefined ? '' : `change-${change}`].filter((one) => one !== '');
    return {
      id,
      source,
      target,
      ...(before === 0 ? { type: 'smoothstep' } : { type: 'beside', data: { by } }),
      reconnectable: 'target',
      selected: picked.edges.includes(id),
      label: says ? shortened(way) : '',
      markerEnd: { type: MarkerType.ArrowClosed },
      className: classes.join(' '),
      ariaLabel: [t('flow-designer.canvas.edge', { from: names.node(source), to: names.node(target), way }), ...(mark === undefined ? [] : [t(`flow-designer.tried.${mark}`)]), ...(change === undefined ? [] : [t(`flow-designer.difference.${change}`)])].join(', '),
    };
  });
  return { nodes, edges };
}

/** What the canvas says to screen readers, in the person's language. */
export function useAriaWords(): Record<string, string | ((place: { direction: string; x: number; y: number }) => string)> {
  const { t } = useTranslation();
  return {
    'node.a11yDescription.default': t('flow-designer.canvas.node_help'),
    'node.a11yDescription.keyboardDisabled': t('flow-designer.canvas.node_help'),
    'node.a11yDescription.ariaLiveMessage': ({ x, y }) => t('flow-designer.canvas.moved_live', { x: Math.round(x), y: Math.round(y) }),
    'edge.a11yDescription.default': t('flow-designer.canvas.edge_help'),
    'controls.ariaLabel': t('flow-designer.canvas.controls'),
    'controls.zoomIn.ariaLabel': t('flow-designer.canvas.zoom_in'),
    'controls.zoomOut.ariaLabel': t('flow-designer.canvas.zoom_out'),
    'controls.fitView.ariaLabel': t('flow-designer.canvas.fit'),
    'minimap.ariaLabel': t('flow-designer.canvas.map'),
    'handle.ariaLabel': t('flow-designer.canvas.handle'),
  };
}
