import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { remember, remembered, writeClipboard } from '@/api/clipboard';
import { isObject, type Json } from '@/api';
import { jsonOf, labelled, objectsIn } from '@/definition';
import { keyOf, useBuilder, useRegistry, type BuildObject, type KindEntry } from '@/features/build';
import { inBothLanguages, textOf, useText } from '@/i18n';
import { duplicate, edgeFor, namesIn, pack, paste, readClip, type FlowClip } from './clip';
import { addMerge, leadTo, mayRemove, removeStep } from './commands';
import type { Chosen } from './FlowTree';
import { addSide, connect, cutEdges, moveSteps, takeOut, tidied, whyNoEdge, type Place } from './graph';
import { addKind, addLoose, addWay, mayEnd, type Around, type Words } from './kinds';
import { begunAnew } from './templates/begin';
import { ending, onwardOf, type Side } from './ways';

/** What is chosen: some steps, or some ways. */
export interface Picked {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

export const nothing: Picked = { nodes: [], edges: [] };

/** The one step or way that is chosen. */
export function singleOf({ nodes, edges }: Picked): Chosen {
  const [node, edge] = [nodes[0], edges[0]];
  if (nodes.length === 1 && edges.length === 0 && node !== undefined) return { type: 'node', id: node };
  return nodes.length === 0 && edges.length === 1 && edge !== undefined ? { type: 'edge', id: edge } : null;
}

const same = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && one.every((id, at) => other[at] === id);

/** Everything that can be done with the steps of a flow. All three views and all keys come here. */
export function useEditing(app: string, object: BuildObject) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const run = useBuilder((state) => state.run);
  const objects = useBuilder((state) => state.objects);
  const registry = useRegistry();
  const [wanted, setPicked] = useState<Picked>(nothing);
  const flow = jsonOf(object.definition);
  // What was undone or taken out by somebody else cannot be chosen any more.
  const there = (list: 'nodes' | 'edges'): readonly string[] => wanted[list].filter((id) => objectsIn(flow, list).some((one) => one['id'] === id));
  const picked: Picked = { nodes: there('nodes'), edges: there('edges') };
  const key = keyOf(object);
  const kinds: readonly KindEntry[] = registry.data?.nodes ?? [];
  const labelOf = (kind: string): Json => {
    const entry = kinds.find((one) => one.kind === kind);
    return { 'zh-CN': textOf(entry?.label, 'zh-CN'), en: textOf(entry?.label, 'en') };
  };
  const words: Words = { kind: labelOf, meeting: inBothLanguages('flow-designer.meeting') };
  const others = Object.values(objects).filter((one) => one.kind === 'flow' && one.id !== object.id);
  const around: Around = {
    form: jsonOf(objects[`form/${String(flow['form'])}`]?.definition),
    flows: others.filter((one) => jsonOf(one.definition)['form'] === flow['form']).map((one) => one.id),
    forms: [...new Set(others.map((one) => String(jsonOf(one.definition)['form'])))].filter((form) => form !== flow['form']),
  };
  const pick = (next: Picked): void => { setPicked((before) => (same(before.nodes, next.nodes) && same(before.edges, next.edges) ? before : next)); };
  const pickNodes = (nodes: readonly string[]): void => { pick({ nodes, edges: [] }); };
  const choose = (chosen: Chosen, beside: boolean): void => {
    if (chosen === null) pick(nothing);
    else if (chosen.type === 'edge') pick({ nodes: [], edges: [chosen.id] });
    else if (!beside) pickNodes([chosen.id]);
    else pickNodes(picked.nodes.includes(chosen.id) ? picked.nodes.filter((id) => id !== chosen.id) : [...picked.nodes, chosen.id]);
  };
  const named = (kind: string): string => t('flow-designer.added', { kind: text(labelled(labelOf(kind))) });

  /** The kinds that can be put on a way. */
  const kindsOn = (ways: readonly string[]): readonly KindEntry[] => kinds.filter((one) => one.kind !== 'start' && (!ending.has(one.kind) || (ways.length === 1 && mayEnd(flow, ways[0] ?? ''))));
  const addOn = (ways: readonly string[], kind: string): void => {
    const [first = '', ...rest] = ways;
    // A split would wait for all ways that lead to it, of which only one is taken.
    const merged = kind === 'parallel' && rest.length > 0 ? addMerge(flow, ways, inBothLanguages('flow-designer.merge')) : null;
    const made = addKind(merged?.flow ?? flow, merged?.onward ?? first, kind, words, around);
    run(named(kind), key, merged === null ? leadTo(made.flow, rest, made.id) : made.flow);
    pickNodes([made.id]);
  };
  const addAt = (kind: string, place: Place): void => {
    const made = addLoose(flow, kind, place, words, around);
    run(named(kind), key, made.flow);
    pickNodes([made.id]);
  };
  const remove = (gone: Picked): void => {
    const steps = gone.nodes.filter((id) => objectsIn(flow, 'nodes').some((node) => node['id'] === id && node['kind'] !== 'start'));
    if (steps.length === 0 && gone.edges.length === 0) return;
    run(t(steps.length > 0 ? 'flow-designer.removed' : 'flow-designer.removed_way'), key, cutEdges(takeOut(flow, steps), gone.edges));
    pick(nothing);
  };
  const clip = (cut: boolean): string => {
    const made = pack(app, flow, picked.nodes, cut);
    if (made === null) return '';
    const copied = JSON.stringify(made);
    remember(copied);
    message.success(t(cut ? 'flow-designer.was_cut' : 'flow-designer.was_copied', { count: made.nodes.length }));
    return copied;
  };
  /** Whether the app has a thing of this name, or the form a field. */
  const here = (sort: string, id: string): boolean => {
    if (sort === 'field') return objectsIn(around.form, 'fields').some((field) => field['id'] === id || objectsIn(field, 'fields').some((column) => column['id'] === id));
    if (sort === 'slot') return Object.values(objects).some((one) => one.kind === 'app' && objectsIn(one.definition, 'slots').some((slot) => slot['id'] === id));
    return objects[`${sort}/${id}`] !== undefined;
  };
  const missingOf = (made: FlowClip): readonly string[] => {
    return [...namesIn(made.nodes)].flatMap(([sort, ids]) => [...ids].filter((id) => !here(sort, id)).map((id) => t('flow-designer.named', { sort: t(`flow-designer.sorts.${sort}`), id })));
  };
  const pasteText = (copied: string): boolean => {
    const made = readClip(copied);
    if (made === null) return false;
    const single = singleOf(picked);
    const edge = edgeFor(flow, single);
    const moves = made.cut && made.flow === flow['id'] && made.nodes.some((node) => node['id'] === single?.id || objectsIn(flow, 'edges').some((one) => one['id'] === edge && one['from'] === node['id']));
    if (moves) {
      message.warning(t('flow-designer.not_into_itself'));
      return true;
    }
    const pasted = paste(flow, made, edge);
    run(t('flow-designer.pasted', { count: made.nodes.length }), key, pasted.flow);
    pickNodes(pasted.ids);
    const missing = missingOf(made);
    if (missing.length > 0) message.warning(t('flow-designer.missing', { names: missing.join(t('flow-designer.and')) }), 8);
    else message.success(t(edge === null ? 'flow-designer.was_pasted_loose' : 'flow-designer.was_pasted', { count: made.nodes.length }));
    return true;
  };
  return {
    flow,
    key,
    kinds,
    picked,
    pick,
    choose,
    kindsOn,
    addOn,
    addAt,
    remove,
    clip,
    pasteText,
    mayPaste: (): boolean => readClip(remembered()) !== null,
    copy: (cut: boolean): void => {
      const copied = clip(cut);
      if (copied !== '') writeClipboard(copied);
    },
    pasteKept: (): void => { pasteText(remembered()); },
    twice: (): void => {
      const made = duplicate(app, flow, picked.nodes);
      if (made === null) return;
      run(t('flow-designer.duplicated', { count: made.ids.length }), key, made.flow);
      pickNodes(made.ids);
    },
    addAfter: (node: string, kind: string): void => {
      const onward = onwardOf(flow, node);
      if (onward !== undefined) addOn([String(onward['id'])], kind);
    },
    removeOne: (node: string): void => {
      run(t('flow-designer.removed'), key, removeStep(flow, node));
      pick(nothing);
    },
    mayRemove: (node: string): boolean => mayRemove(flow, node),
    moreWays: (node: string): void => { run(t('flow-designer.more_branches'), key, addWay(flow, node, words)); },
    draw: (from: string, to: string): void => {
      const why = whyNoEdge(flow, from, to);
      if (why !== null) {
        message.warning(t(`flow-designer.no_edge.${why}`));
        return;
      }
      const made = connect(flow, from, to);
      run(t('flow-designer.drawn'), key, made.flow);
      pick({ nodes: [], edges: [made.id] });
    },
    lead: (edge: string, to: string): void => {
      const from = objectsIn(flow, 'edges').find((one) => one['id'] === edge)?.['from'];
      const why = whyNoEdge(flow, String(from), to);
      if (why === null) run(t('flow-designer.led'), key, leadTo(flow, [edge], to));
      else message.warning(t(`flow-designer.no_edge.${why}`));
    },
    side: (node: string, side: Side): void => {
      const made = addSide(flow, node, side);
      run(t('flow-designer.more_branches'), key, made.flow);
      pick({ nodes: [], edges: [made.id] });
    },
    /** Moving goes on as one step while the same steps are moved. */
    move: (moved: ReadonlyMap<string, Place>): void => { run(`${t('flow-designer.moved')}:${[...moved.keys()].toSorted().join(',')}`, key, moveSteps(flow, moved)); },
    tidy: (): void => { run(t('flow-designer.tidied'), key, tidied(flow)); },
    isTidy: !isObject(flow['layout']),
    change: (name: string, next: Json): void => { run(name, key, next); },
    /** Puts other steps in the place of those that are there. */
    beginWith: (part: Json, name: string): void => {
      run(t('flow-designer.templates.taken', { name }), key, begunAnew(flow, part));
      pick(nothing);
    },
  };
}

export type Editing = ReturnType<typeof useEditing>;
