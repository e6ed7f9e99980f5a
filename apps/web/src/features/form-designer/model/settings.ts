import type { Json } from '@/api';

/** What every field has, whatever its kind. */
export const common: readonly string[] = ['id', 'kind', 'label', 'help', 'placeholder', 'required', 'readonly', 'unique', 'personal', 'default', 'when_hidden', 'fields'];

export function settingsOf(field: Json): Json {
  return Object.fromEntries(Object.entries(field).filter(([name]) => !common.includes(name)));
}

/** The field with other settings; what is common to all kinds stays. */
export function withSettings(field: Json, settings: Json): Json {
  const kept = Object.fromEntries(Object.entries(field).filter(([name]) => common.includes(name)));
  return { ...kept, ...settings };
}
