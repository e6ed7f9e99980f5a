import { isObject, listIn, textIn, type Json } from '@/api';
import { readLabel } from '@/engine/protocol';
import type { Label } from '@/i18n';

/** One of the few values of a setting; its name where the schema tells one. */
export interface Choice {
  value: string;
  label: Label | undefined;
}

/** One of the kinds that a setting may have, with the schema of its settings. */
export interface Variant {
  value: string;
  schema: Json;
  label?: Label | undefined;
}

/** One of some words; with a schema when it says more. */
export interface Either extends Choice {
  schema: Json | undefined;
}

/** What a setting is, as far as a panel must know. */
export type Setting =
  | { type: 'text' | 'label' | 'json' }
  /** Which records. */
  | { type: 'filter' }
  | { type: 'formula'; condition: boolean }
  | { type: 'bool'; byDefault: boolean }
  | { type: 'number'; whole: boolean; least: number | undefined; most: number | undefined }
  | { type: 'choice'; options: readonly Choice[] }
  | { type: 'reference'; to: string }
  | { type: 'list'; item: Setting; schema: Json }
  /** Options of a choice, in a list or tree. */
  | { type: 'options' }
  /** Something for each of some fields. */
  | { type: 'map'; item: Setting; of: string }
  /** One of some words, some of which say more: a word by itself, or an object with that word as its only key. */
  | { type: 'either'; options: readonly Either[] }
  /** Settings that depend on a kind, which is chosen first. */
  | { type: 'variant'; tag: string; variants: readonly Variant[] }
  | { type: 'object'; schema: Json };

/** Keys whose texts are names of other things of the app. */
const references: ReadonlySet<string> = new Set(['field', 'role', 'dictionary', 'form', 'message', 'node', 'column', 'rows', 'slot', 'report']);
/** Keys that name a field of the same form in other words. */
const fieldWords: ReadonlySet<string> = new Set(['overruled_by']);
/** Names of types whose texts are names of other things of the app. */
const idTypes: Readonly<Record<string, string>> = {
  FieldId: 'field',
  FieldPath: 'field',
  FormId: 'form',
  FlowId: 'flow',
  RoleId: 'role',
  DictionaryId: 'dictionary',
  CalendarId: 'calendar',
  MessageId: 'message',
  ConnectorId: 'connector',
  OperationId: 'operation',
  ReportId: 'report',
  DashboardId: 'dashboard',
  PrintId: 'print',
  NodeId: 'node',
  SlotId: 'slot',
};
/** Names of types whose texts are formulas. */
const formulas: ReadonlySet<string> = new Set(['FormulaText']);

function resolve(schema: Json, root: Json): { schema: Json; name: string } {
  const reference = textIn(schema, '$ref');
  if (reference === undefined) return { schema, name: '' };
  const name = reference.split('/').at(-1) ?? '';
  const definitions = root['$defs'];
  const found = isObject(definitions) ? definitions[name] : undefined;
  return { schema: isObject(found) ? found : {}, name };
}

/** The one that is not null, of several. */
function single(schema: Json): Json {
  const several = [...listIn(schema, 'anyOf'), ...listIn(schema, 'oneOf')].filter(isObject).filter((one) => one['type'] !== 'null');
  const [only, ...others] = several;
  return only !== undefined && others.length === 0 ? only : schema;
}

function typeOf(schema: Json): string | undefined {
  const { type } = schema;
  if (Array.isArray(type)) return type.find((one) => typeof one === 'string' && one !== 'null');
  return typeof type === 'string' ? type : undefined;
}

function labelIn(schema: Json, key: string): Label | undefined {
  const label = readLabel(schema[key]);
  return label === '' ? undefined : label;
}

function optionsOf(schema: Json): readonly Choice[] {
  const plain = listIn(schema, 'enum').filter((one) => typeof one === 'string');
  if (plain.length > 0) return plain.map((value) => ({ value, label: undefined }));
  return listIn(schema, 'oneOf').flatMap((one) => {
    const value = textIn(one, 'const');
    return value === undefined || !isObject(one) ? [] : [{ value, label: labelIn(one, 'x-label') }];
  });
}

/** Keys that tell the alternatives of a union apart. */
const tags = ['kind', 'by'] as const;

/** The alternatives of a union that are told apart by a constant under one key. */
function variantsOf(schema: Json, root: Json): { tag: string; variants: readonly Variant[] } | null {
  const alternatives = listIn(schema, 'oneOf').filter(isObject).map((one) => resolve(one, root).schema);
  for (const tag of tags) {
    const tagged = alternatives.flatMap((one): Variant[] => {
      const value = isObject(one['properties']) ? textIn(one['properties'][tag], 'const') : undefined;
      return value === undefined ? [] : [{ value, schema: one, label: labelIn(one, 'x-label') }];
    });
    if (tagged.length > 0 && tagged.length === alternatives.length) return { tag, variants: tagged };
  }
  return null;
}

/** Words, some of which say more. */
function eitherOf(schema: Json): readonly Either[] {
  const alternatives = listIn(schema, 'oneOf').filter(isObject);
  const each = alternatives.flatMap((one): Either[] => {
    const value = textIn(one, 'const');
    if (value !== undefined) return [{ value, label: labelIn(one, 'x-label'), schema: undefined }];
    const entries = isObject(one['properties']) ? Object.entries(one['properties']) : [];
    const [only] = entries;
    return only === undefined || entries.length > 1 || !isObject(only[1]) ? [] : [{ value: only[0], label: labelIn(one, 'x-label'), schema: only[1] }];
  });
  return each.length === alternatives.length && each.some((one) => one.schema !== undefined) ? each : [];
}

function number(schema: Json, key: string): number | undefined {
  const found = schema[key];
  return typeof found === 'number' ? found : undefined;
}

/** The pattern that ids of fields have, and no other ids. */
const fieldIds = '^_?[a-z][a-z0-9_]*$';

/** What a map keyed by fields holds. */
function byField(schema: Json): Json | undefined {
  const { patternProperties } = schema;
  const each = isObject(patternProperties) ? patternProperties[fieldIds] : undefined;
  return isObject(each) ? each : undefined;
}

/** Whether it is a text in each language. */
function byLanguage(schema: Json): boolean {
  return textIn(schema['additionalProperties'], '$ref')?.endsWith('/TemplateText') === true;
}

/** Maps of one word for each field have rows of their own; fields by fields speak of another form, too, and stay as they are written. */
function mapOf(item: Setting, of: string): Setting {
  return item.type === 'formula' || item.type === 'choice' ? { type: 'map', item, of } : { type: 'json' };
}

/** Reads one setting of a schema. */
export function settingOf(key: string, given: Json, root: Json): Setting {
  const first = resolve(single(given), root);
  if (first.name === 'Label') return { type: 'label' };
  if (first.name === 'Filter') return { type: 'filter' };
  const named = idTypes[first.name];
  // A field of the form whose records say who can do something, or that is named beside it; not of the form of the case.
  const elsewhere = ['skill', 'form'].includes(textIn(given, 'x-of') ?? '');
  if (named === 'field' && elsewhere) return { type: 'reference', to: 'skill_field' };
  // What goes to a system outside or comes from it, by the operation that is called.
  const side = textIn(given, 'x-of');
  if ((side === 'input' || side === 'answer') && byField(first.schema) === undefined) return { type: 'reference', to: side };
  if (named !== undefined && key !== 'id') return { type: 'reference', to: named };
  if (formulas.has(first.name) || key === 'formula' || key === 'when') return { type: 'formula', condition: key === 'when' };
  const { schema } = resolve(single(first.schema), root);
  const either = eitherOf(schema);
  if (either.length > 0) return { type: 'either', options: either };
  const options = optionsOf(schema);
  if (options.length > 0) return { type: 'choice', options };
  // There is one word only, for now. A word without a label tells variants apart.
  const only = textIn(schema, 'const');
  const label = labelIn(schema, 'x-label');
  if (only !== undefined && label !== undefined) return { type: 'choice', options: [{ value: only, label }] };
  const union = variantsOf(schema, root);
  if (union !== null) return { type: 'variant', ...union };
  switch (typeOf(schema)) {
    case 'boolean':
      return { type: 'bool', byDefault: given['default'] === true };
    case 'integer':
    case 'number':
      return { type: 'number', whole: typeOf(schema) === 'integer', least: number(schema, 'minimum'), most: number(schema, 'maximum') };
    case 'string':
      if (fieldWords.has(key)) return { type: 'reference', to: 'field' };
      return references.has(key) ? { type: 'reference', to: key } : { type: 'text' };
    case 'array': {
      const { items } = schema;
      if (isObject(items) && textIn(items, '$ref')?.endsWith('/Choice') === true) return { type: 'options' };
      return isObject(items) ? { type: 'list', item: settingOf(key, items, root), schema: items } : { type: 'json' };
    }
    case 'object': {
      const names = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
      if (names.length > 0) return { type: 'object', schema };
      if (byLanguage(schema)) return { type: 'label' };
      const each = byField(schema);
      return each === undefined ? { type: 'json' } : mapOf(settingOf('', each, root), elsewhere ? 'skill_field' : side === 'input' ? 'input' : 'field');
    }
    default:
      return { type: 'json' };
  }
}

/** A setting with what people read about it. */
export interface NamedSetting {
  key: string;
  setting: Setting;
  label: Label | undefined;
  help: Label;
}

/** The settings of a schema in their order. */
export function settingsOf(given: Json, root: Json): readonly NamedSetting[] {
  const { schema } = resolve(single(given), root);
  const { properties } = schema;
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([key, property]) => {
    // Parts get their id once and are never asked for it.
    if (!isObject(property) || (key === 'id' && resolve(property, root).name === 'PartId')) return [];
    const help = labelIn(property, 'x-help') ?? textIn(property, 'description') ?? '';
    return [{ key, setting: settingOf(key, property, root), label: labelIn(property, 'x-label'), help }];
  });
}
