import { useTranslation } from 'react-i18next';
import { isObject, numberIn, textIn, type Json } from '@/api';
import { jsonOf, labelled, objectsIn } from '@/definition';
import { useBuilder, useReferences } from '@/features/build';
import { useText } from '@/i18n';
import { deciding, sideOf, type Side } from './ways';

/** Who gets a step and how long they have, in a few words. */
export function useAssigned(): (node: Json | undefined) => string {
  const { t } = useTranslation();
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  return (node) => {
    const who = objectsIn(node, 'assign').map((one) => {
      const by = textIn(one, 'by') ?? '';
      const role = textIn(one, 'role');
      const name = role === undefined ? '' : text(labelled(jsonOf(objects[`role/${role}`]?.definition)['label']));
      return name === '' ? t(`build.values.${by}`, { defaultValue: by }) : name;
    });
    const deadline = node?.['deadline'];
    const minutes = numberIn(deadline, 'within_minutes');
    const within = isObject(deadline) ? deadline['within'] : undefined;
    const amount = numberIn(within, 'amount');
    const counted = amount === undefined ? '' : `${String(amount)} ${t(`build.values.${textIn(within, 'unit') ?? 'hours'}`)} (${t(`build.values.${textIn(within, 'time') ?? 'working'}`)})`;
    const time = minutes === undefined ? counted : minutes % 60 === 0 ? t('time.hours', { count: minutes / 60 }) : t('time.minutes', { count: minutes });
    return [who.join('、'), time].filter((part) => part !== '').join(' · ');
  };
}

/** What takes a way out of a step, in words. */
export function useSideWords(): (side: Side) => string {
  const { t } = useTranslation();
  return ({ kind, minutes = 0, name = '' }) => {
    if (kind === 'late') return t('flow-designer.side.late', { time: minutes % 1440 === 0 ? t('time.days', { count: minutes / 1440 }) : minutes % 60 === 0 ? t('time.hours', { count: minutes / 60 }) : t('time.minutes', { count: minutes }) });
    return kind === 'message' ? t('flow-designer.side.message', { name }) : t(`flow-designer.side.${kind}`);
  };
}

interface Names {
  node: (id: string) => string;
  way: (edge: Json) => string;
}

/** What people call the steps and the ways of a flow. */
export function useNames(flow: Json): Names {
  const { t } = useTranslation();
  const text = useText();
  const fields = useReferences('field');
  const nodes = new Map(objectsIn(flow, 'nodes').map((one) => [String(one['id']), one]));
  const node = (id: string): string => text(labelled(nodes.get(id)?.['label'])) || t(`flow-designer.kinds.${textIn(nodes.get(id), 'kind') ?? ''}`, { defaultValue: id });
  const sideWords = useSideWords();
  const inWords = (formula: string): string => formula.replaceAll(/\{(\w+)\}/g, (whole, id: string) => fields.find((field) => field.value === id)?.label ?? whole);
  const way = (edge: Json): string => {
    const own = text(labelled(edge['label']));
    if (own !== '') return own;
    const from = nodes.get(textIn(edge, 'from') ?? '');
    const side = sideOf(from, textIn(edge, 'id') ?? '');
    if (side !== null) return sideWords(side);
    const kind = textIn(from, 'kind') ?? '';
    if (kind === 'choice') return node(textIn(edge, 'to') ?? '');
    if (!deciding.has(kind) && kind !== 'parallel') return t('flow-designer.onward');
    if (kind === 'parallel') return t('flow-designer.way', { number: objectsIn(flow, 'edges').filter((one) => one['from'] === from?.['id']).findIndex((one) => one['id'] === edge['id']) + 1 });
    return edge['default'] === true ? t('flow-designer.otherwise') : inWords(textIn(edge, 'when') ?? t('flow-designer.no_condition'));
  };
  return { node, way };
}
