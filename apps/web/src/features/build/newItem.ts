import { isObject, textIn, type Json } from '@/api/narrow';
import { settingsOf, type Setting } from './schema';

/** An id that none of the others has. */
function freeId(others: readonly unknown[]): string {
  const taken = new Set(others.map((one) => textIn(one, 'id')));
  for (let number = others.length + 1; ; number += 1) {
    const id = `part_${String(number)}`;
    if (!taken.has(id)) return id;
  }
}

/** What must be there of an object, as far as it can be known without a person. */
function blankObject(schema: Json, root: Json, others: readonly unknown[]): Json {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const made: Record<string, unknown> = {};
  const { properties } = schema;
  if (isObject(properties) && isObject(properties['id'])) made['id'] = freeId(others);
  for (const { key, setting } of settingsOf(schema, root)) {
    if (!required.has(key) || key in made) continue;
    const first = blankOf(setting, root);
    if (first !== undefined) made[key] = first;
  }
  return made;
}

/** What a setting begins with, as far as it can be known without a person. */
export function blankOf(setting: Setting, root: Json): unknown {
  switch (setting.type) {
    case 'list':
    case 'options':
      return [];
    case 'label':
      return { 'zh-CN': '' };
    case 'choice':
      return setting.options[0]?.value;
    case 'number':
      return setting.least ?? 0;
    case 'object':
      return blankObject(setting.schema, root, []);
    case 'variant':
      return variantOf(setting, root, [], setting.variants[0]?.value);
    case 'map':
      return {};
    case 'either':
      return setting.options.find(({ schema }) => schema === undefined)?.value;
    default:
      return undefined;
  }
}

function variantOf(setting: Extract<Setting, { type: 'variant' }>, root: Json, others: readonly unknown[], wanted: string | undefined): unknown {
  const variant = setting.variants.find(({ value }) => value === wanted);
  return variant === undefined ? undefined : { [setting.tag]: variant.value, ...blankObject(variant.schema, root, others) };
}

/** A new item of a list, or a value of another kind: with an id of its own, and what it cannot be without. */
export function newItem(setting: Setting, root: Json, others: readonly unknown[], kind?: string): unknown {
  if (setting.type === 'variant') return variantOf(setting, root, others, kind ?? setting.variants[0]?.value);
  if (setting.type !== 'list') return '';
  if (setting.item.type === 'object') return blankObject(setting.item.schema, root, others);
  if (setting.item.type === 'either') return blankOf(setting.item, root) ?? '';
  return setting.item.type === 'variant' ? variantOf(setting.item, root, others, setting.item.variants[0]?.value) : '';
}
