/** Former values of a record, from what its history says was before each change. */
import type { HistoryEntry } from '@/api';

/** The values that the fields had right after a revision was made, of those that were changed since and may be written. */
export function valuesAt(entries: readonly HistoryEntry[], revision: number, writable: ReadonlySet<string>): Record<string, unknown> {
  // A value of a type that the field has no more cannot come back.
  const later = entries.filter((entry) => entry.revision > revision && entry.through !== 'migration:unfit').toSorted((one, other) => other.revision - one.revision);
  const values: Record<string, unknown> = {};
  for (const entry of later) {
    for (const change of entry.changes) {
      if (writable.has(change.field)) values[change.field] = change.from ?? null;
    }
  }
  return values;
}
