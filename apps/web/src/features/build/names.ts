import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { labelled } from '@/definition';
import { useText, type Label } from '@/i18n';

/** The label of everything in a definition that has an id, by the id. */
function labelsIn(json: unknown, found: Map<string, Label>): void {
  if (Array.isArray(json)) for (const one of json) labelsIn(one, found);
  if (!isObject(json)) return;
  if (typeof json['id'] === 'string' && json['label'] !== undefined && !found.has(json['id'])) found.set(json['id'], labelled(json['label']));
  for (const one of Object.values(json)) if (typeof one === 'object') labelsIn(one, found);
}

/** What everything in a definition that has an id is called. */
export function labelsOf(...definitions: readonly Json[]): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  for (const definition of definitions) labelsIn(definition, labels);
  return labels;
}

/** Names places of a definition in words: `fields/amount/label` as 字段 · 金额 · 名称. */
export function useNamesIn(...definitions: readonly Json[]): (path: string) => string {
  const { t } = useTranslation();
  const text = useText();
  const labels = labelsOf(...definitions);
  return (path) =>
    path
      .split('/')
      .filter((step) => step !== 'children' && step !== 'pages')
      .map((step) => {
        const label = text(labels.get(step));
        return label === '' ? t(`build.places.${step}`, { defaultValue: step }) : label;
      })
      .join(' · ');
}
