/** Which rows are chosen; a range goes from the row that was chosen last. */
import { useState } from 'react';
import type { RecordRow } from '@/api';

export interface Selection {
  chosen: ReadonlySet<string>;
  toggle: (id: string, range: boolean) => void;
  all: (on: boolean) => void;
  clear: () => void;
}

export function rangeOf(ids: readonly string[], from: string | null, to: string): readonly string[] {
  const [start, end] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  if (start < 0 || end < 0) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}

export function useSelection(rows: readonly RecordRow[]): Selection & { rows: readonly RecordRow[] } {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const ids = rows.map((row) => row.id);
  return {
    chosen,
    /** The chosen ones that are still in the list. */
    rows: rows.filter((row) => chosen.has(row.id)),
    toggle: (id, range) => {
      const on = !chosen.has(id);
      setChosen((before) => {
        const next = new Set(before);
        for (const one of range ? rangeOf(ids, last, id) : [id]) {
          if (on) next.add(one);
          else next.delete(one);
        }
        return next;
      });
      setLast(id);
    },
    all: (on) => {
      setChosen(on ? new Set(ids) : new Set());
    },
    clear: () => {
      setChosen(new Set());
      setLast(null);
    },
  };
}
