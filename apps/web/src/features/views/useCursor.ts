/** The cell on which the keyboard stands, as in a sheet: arrows move, Enter and F2 begin to change, Escape leaves. */
import { useState, type KeyboardEvent, type RefObject } from 'react';
import type { Next } from './CellEditor';

export interface Cursor {
  /** The cell that is changed now: `record/field`. */
  editing: string | null;
  begin: (cell: string) => void;
  done: (next: Next) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const nexts: Readonly<Record<Next, readonly [number, number]>> = { stay: [0, 0], down: [1, 0], right: [0, 1], left: [0, -1] };

function cellsOf(table: HTMLElement | null): readonly (readonly HTMLElement[])[] {
  const rows = [...(table?.querySelectorAll('tr') ?? [])];
  return rows.map((row) => [...row.querySelectorAll('[data-cell]')].filter((cell) => cell instanceof HTMLElement)).filter((row) => row.length > 0);
}

/** The cell so many rows and columns away; at the end of a row the next one begins. */
function neighbour(table: HTMLElement | null, cell: string, [down, right]: readonly [number, number]): HTMLElement | undefined {
  const rows = cellsOf(table);
  const row = rows.findIndex((cells) => cells.some((one) => one.dataset['cell'] === cell));
  const at = rows[row]?.findIndex((one) => one.dataset['cell'] === cell) ?? -1;
  if (row < 0 || at < 0) return undefined;
  if (right !== 0 && rows[row]?.[at + right] === undefined) return right > 0 ? rows[row + 1]?.[0] : rows[row - 1]?.at(-1);
  return rows[row + down]?.[at + right];
}

export function useCursor(table: RefObject<HTMLTableElement | null>): Cursor {
  const [editing, setEditing] = useState<string | null>(null);
  const focus = (cell: string, step: readonly [number, number]): void => {
    // The input goes away first; only then can the cell take the focus back.
    requestAnimationFrame(() => (neighbour(table.current, cell, step) ?? neighbour(table.current, cell, [0, 0]))?.focus());
  };
  return {
    editing,
    begin: setEditing,
    done: (next) => {
      if (editing !== null) focus(editing, nexts[next]);
      setEditing(null);
    },
    onKeyDown: (event) => {
      const target = event.target;
      if (!(target instanceof HTMLElement) || editing !== null || event.nativeEvent.isComposing) return;
      const cell = target.dataset['cell'];
      if (cell === undefined) return;
      const step = steps[event.key];
      if (step !== undefined) {
        const next = neighbour(table.current, cell, step);
        if (next !== undefined) {
          event.preventDefault();
          next.focus();
        }
      } else if (event.key === 'Enter' || event.key === 'F2') {
        event.preventDefault();
        setEditing(cell);
      }
    },
  };
}
