import { useMemo } from 'react';
import { isObject, isText, listIn, textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';
import type { KindEntry } from '@/features/build';
import { textOf, useLocale, type Label } from '@/i18n';
import { fieldOf, type Made } from './model/commands';
import { freeId, fieldIds, partIds } from './model/ids';
import parts from './model/parts.json';
import templates from './model/templates.json';
import { nodesOf, type LayoutName } from './model/tree';

/** Everything that can be put into a form: kinds of controls, parts of the layout, groups of fields. */
export interface Offer {
  /** `control:text`, `part:section`, `template:contact`. */
  readonly id: string;
  readonly group: string;
  readonly icon: string;
  readonly label: Readonly<Record<string, string>>;
  readonly help: Label;
  /** By what it is found: names in both languages, how they sound, the word in definitions. */
  readonly words: readonly string[];
  /** The kind of part that is put into the layout. */
  readonly part: string;
  readonly make: (form: Json, layout: LayoutName) => Made;
}

const both = (label: unknown): Readonly<Record<string, string>> => {
  const texts = isObject(label) ? label : {};
  return Object.fromEntries(['zh-CN', 'en'].flatMap((locale) => (isText(texts[locale]) ? [[locale, texts[locale]]] : [])));
};

function controlOffer(kind: KindEntry): Offer {
  const label = { 'zh-CN': textOf(kind.label, 'zh-CN'), en: textOf(kind.label, 'en') };
  return {
    id: `control:${kind.kind}`,
    group: kind.group ?? 'automatic',
    icon: kind.icon,
    label,
    help: kind.help,
    words: [kind.kind, kind.sounds, label['zh-CN'], label.en],
    part: 'field',
    make: (form) => {
      const field = fieldOf(form, kind.kind, label, kind.example);
      return { fields: [field], nodes: [{ kind: 'field', field: field['id'] }] };
    },
  };
}

function partOffer(part: Json): Offer {
  const [kind, label] = [String(part['kind']), both(part['label'])];
  return {
    id: `part:${kind}`,
    group: 'layout',
    icon: String(part['icon']),
    label,
    help: both(part['help']),
    words: [kind, String(part['sounds']), ...Object.values(label)],
    part: kind,
    make: (form, layout) => {
      const taken = new Set(partIds(nodesOf(form, layout)));
      const id = (base: string): string => {
        const free = freeId(base, taken);
        taken.add(free);
        return free;
      };
      const node: Json = { kind, id: id(kind), ...(isObject(part['node']) ? part['node'] : {}) };
      const pages = listIn(part, 'pages').map((one): Json => ({ id: id('page'), label: one, children: [] }));
      return { fields: [], nodes: [pages.length === 0 ? node : { ...node, pages }] };
    },
  };
}

/** The same words in braces and ids, for fields whose ids are taken. */
function renamed(json: Json, names: ReadonlyMap<string, string>): Json {
  const text = JSON.stringify(json).replaceAll(/\{([a-z_][a-z0-9_]*)((?:\.[a-z0-9_]+)?)\}/g, (_whole, id: string, rest: string) => `{${names.get(id) ?? id}${rest}}`);
  const read: unknown = JSON.parse(text);
  return isObject(read) ? read : json;
}

function templateOffer(template: Json): Offer {
  const label = both(template['label']);
  return {
    id: `template:${String(template['id'])}`,
    group: 'templates',
    icon: String(template['icon']),
    label,
    help: objectsIn(template, 'fields').map((field) => both(field['label'])).reduce<Record<string, string>>((help, one) => Object.fromEntries(Object.entries(one).map(([locale, word]) => [locale, help[locale] === undefined ? word : `${help[locale]}${locale === 'en' ? ', ' : '、'}${word}`])), {}),
    words: [String(template['id']), String(template['sounds']), ...Object.values(label)],
    part: 'section',
    make: (form, layout) => {
      const taken = new Set(fieldIds(form));
      const names = new Map<string, string>();
      for (const field of objectsIn(template, 'fields')) {
        const id = freeId(String(field['id']), taken);
        taken.add(id);
        names.set(String(field['id']), id);
      }
      const fields = objectsIn(template, 'fields').map((field) => ({ ...renamed(field, names), id: names.get(String(field['id'])) ?? '' }));
      const rules = new Set(objectsIn(form, 'logic').map((rule) => String(rule['id'])));
      const logic = objectsIn(template, 'logic').map((rule) => ({ ...renamed(rule, names), id: freeId(String(rule['id']), rules), target: names.get(String(rule['target'])) ?? '' }));
      const id = freeId(String(template['id']), partIds(nodesOf(form, layout)));
      return { fields, logic, nodes: [{ kind: 'section', id, label: template['section'], children: fields.map((field) => ({ kind: 'field', field: field.id })) }] };
    },
  };
}

const fixed: readonly Offer[] = [...parts.map(partOffer), ...templates.map(templateOffer)];

/** The order of the groups in the palette. */
export const groups = ['layout', 'text', 'number', 'time', 'choice', 'file', 'people', 'relation', 'place', 'automatic', 'templates'] as const;

export function useOffers(kinds: readonly KindEntry[]): readonly Offer[] {
  return useMemo(() => [...fixed.slice(0, parts.length), ...kinds.map(controlOffer), ...fixed.slice(parts.length)], [kinds]);
}

/** How well an offer fits what was typed: its very name before names that begin so, then what holds it anywhere; none when it does not fit. */
function fit(offer: Offer, wanted: string): number | null {
  const words = offer.words.map((word) => word.toLowerCase());
  const names = Object.values(offer.label).map((name) => name.toLowerCase());
  if (names.includes(wanted)) return 0;
  if (words.flatMap((word) => word.split(' ')).includes(wanted)) return 1;
  if (names.some((name) => name.startsWith(wanted))) return 2;
  return words.some((word) => word.includes(wanted)) ? 3 : null;
}

/** The offers that fit, the best first. */
export function found(offers: readonly Offer[], search: string): readonly Offer[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return offers;
  return offers
    .flatMap((offer) => {
      const how = fit(offer, wanted);
      return how === null ? [] : [{ offer, how }];
    })
    .toSorted((one, other) => one.how - other.how)
    .map(({ offer }) => offer);
}

/** The name of an offer in the person's language. */
export function useOfferName(): (offer: Offer) => string {
  const locale = useLocale((state) => state.locale);
  return (offer) => textOf(offer.label, locale);
}

export function labelOfPart(node: Json): Label {
  return both(textIn(node, 'label') === undefined ? (node['label'] ?? node['text']) : { 'zh-CN': node['label'], en: node['label'] });
}
