import { createContext, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { jsonOf, labelled, objectsIn } from '@/definition';
import { findingsOf, keyOf, useBuilder, useLint, useRegistry, type BuildObject, type Finding, type KindEntry } from '@/features/build';
import { useText } from '@/i18n';
import { rulesIn, type LogicRule } from './model/logic';
import { spotOf } from './model/places';
import { columnIn, idIn, isKey, nodesOf, stepsIn, type LayoutName, type Nodes, type Step } from './model/tree';
import { labelOfPart, useOffers, type Offer } from './offers';
import { useSelection } from './selection';

/** The form on the canvas, with everything that the parts of the designer ask of it. */
export interface Design {
  readonly app: string;
  readonly id: string;
  readonly form: Json;
  readonly layout: LayoutName;
  readonly nodes: Nodes;
  readonly steps: readonly Step[];
  readonly fields: ReadonlyMap<string, Json>;
  readonly kinds: ReadonlyMap<string, KindEntry>;
  readonly offers: readonly Offer[];
  readonly rules: ReadonlyMap<string, readonly LogicRule[]>;
  /** What was found in this form, and by the key of what it is about. */
  readonly findings: readonly Finding[];
  readonly faults: ReadonlyMap<string, readonly Finding[]>;
  readonly labelOf: (key: string) => string;
  /** The field or column that a key names. */
  readonly fieldAt: (key: string) => Json | undefined;
  /** A named command. */
  readonly run: (name: string, next: Json) => void;
}

const DesignContext = createContext<Design | null>(null);

export const DesignProvider = DesignContext.Provider;

export function useDesign(): Design {
  const design = useContext(DesignContext);
  if (design === null) throw new Error('this stands outside of the form designer');
  return design;
}

function faultsBy(form: Json, findings: readonly Finding[], layout: LayoutName): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const spot = spotOf(form, finding.pointer);
    if (spot.layout !== null && spot.layout !== layout) continue;
    const key = spot.key ?? '';
    found.set(key, [...(found.get(key) ?? []), finding]);
  }
  return found;
}

function fieldIn(fields: ReadonlyMap<string, Json>, key: string): Json | undefined {
  const column = columnIn(key);
  if (column !== null) return objectsIn(fields.get(column.table), 'fields').find((one) => one['id'] === column.column);
  return isKey('field', key) ? fields.get(idIn(key)) : undefined;
}

const noKinds: readonly KindEntry[] = [];

/** Gathers it from the draft. What does not depend on a change stays the same object. */
export function useDesignOf(app: string, object: BuildObject): Design {
  const { t } = useTranslation();
  const text = useText();
  const runs = useBuilder((state) => state.run);
  const layout = useSelection((state) => state.layout);
  const list = useRegistry().data?.controls ?? noKinds;
  const offers = useOffers(list);
  const all = useLint(app);
  const form = useMemo(() => jsonOf(object.definition), [object.definition]);
  const id = object.id;
  const nodes = useMemo(() => nodesOf(form, layout), [form, layout]);
  const steps = useMemo(() => stepsIn(nodes), [nodes]);
  const fields = useMemo(() => new Map(objectsIn(form, 'fields').map((field) => [String(field['id']), field])), [form]);
  const kinds = useMemo(() => new Map(list.map((kind) => [kind.kind, kind])), [list]);
  const rules = useMemo(() => Map.groupBy(rulesIn(form), ({ target }) => target.split('.')[0] ?? ''), [form]);
  const findings = useMemo(() => findingsOf(all, 'form', id), [all, id]);
  const faults = useMemo(() => faultsBy(form, findings, layout), [form, findings, layout]);
  const key = keyOf(object);
  return useMemo((): Design => {
    const fieldAt = (wanted: string): Json | undefined => fieldIn(fields, wanted);
    const labelOf = (wanted: string): string => {
      const field = fieldAt(wanted);
      if (field !== undefined) return text(labelled(field['label'])) || String(field['id']);
      const node = steps.find((step) => step.key === wanted)?.node;
      if (node === undefined) return idIn(wanted);
      const kind = textIn(node, 'kind') ?? '';
      return text(labelOfPart(node)).split('\n')[0]?.slice(0, 40) || (kind === '' ? idIn(wanted) : t(`form-designer.part.${kind}`));
    };
    return { app, id, form, layout, nodes, steps, fields, kinds, offers, rules, findings, faults, fieldAt, labelOf, run: (name, next) => { runs(name, key, next); } };
    // `text` and `t` are made anew with every drawing and change with the language only, which draws everything anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [app, id, form, layout, nodes, steps, fields, kinds, offers, rules, findings, faults, key, runs, t]);
}
