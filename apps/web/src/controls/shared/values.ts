import { isObject, isText } from '@/api/narrow';
import type { StoredFile } from '../services';

export function asText(value: unknown): string {
  if (isText(value)) return value;
  return typeof value === 'number' ? String(value) : '';
}

export function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(isText) : [];
}

function isStoredFile(value: unknown): value is StoredFile {
  return isObject(value) && isText(value['id']) && isText(value['name']);
}

export function asFiles(value: unknown): readonly StoredFile[] {
  if (Array.isArray(value)) return value.filter(isStoredFile);
  return isStoredFile(value) ? [value] : [];
}

/** A setting that is a number. */
export function settingNumber(settings: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = settings[key];
  if (typeof value === 'number') return value;
  return isText(value) && value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

/** Both ends of a range, as they stand in the value. */
export function asRange(value: unknown): { from: string; to: string } | null {
  if (!isObject(value)) return null;
  const [from, to] = [asText(value['from']), asText(value['to'])];
  return from === '' || to === '' ? null : { from, to };
}
