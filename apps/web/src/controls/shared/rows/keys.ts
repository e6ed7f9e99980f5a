/** The keys of a sheet: Enter and the arrows go from cell to cell where the input has no use for them itself. */
import type { KeyboardEvent } from 'react';

/** Where in a table of inputs an element stands. */
export interface CellPlace {
  index: number;
  column: string;
}

export function placeOf(target: EventTarget): CellPlace | null {
  if (!(target instanceof Element)) return null;
  const column = target.closest('[data-column]')?.getAttribute('data-column');
  const index = target.closest('[data-index]')?.getAttribute('data-index');
  return typeof column !== 'string' || typeof index !== 'string' ? null : { index: Number(index), column };
}

export interface Step {
  down: number;
  right: number;
}

/** Lists that open and calendars need Enter and the arrows themselves. */
function isPlainInput(target: EventTarget): target is HTMLInputElement {
  if (!(target instanceof HTMLInputElement) || target.type === 'radio') return false;
  return target.role !== 'combobox' && target.closest('.ant-picker, .ant-select') === null;
}

/** Whether the caret can go no further; a text that is chosen as a whole is left at once. */
function atEdge(input: HTMLInputElement, right: boolean): boolean {
  const { selectionStart: from, selectionEnd: to, value } = input;
  if (from === null || to === null) return true;
  if (from === 0 && to === value.length) return true;
  return from === to && from === (right ? value.length : 0);
}

/** Where a key goes; null when it belongs to the input. */
export function stepOf(event: KeyboardEvent): Step | null {
  const { key, target, nativeEvent } = event;
  if (nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey || !isPlainInput(target)) return null;
  if (key === 'Enter') return { down: event.shiftKey ? -1 : 1, right: 0 };
  if (event.shiftKey) return null;
  if (key === 'ArrowDown') return { down: 1, right: 0 };
  if (key === 'ArrowUp') return { down: -1, right: 0 };
  if (key === 'ArrowRight' && atEdge(target, true)) return { down: 0, right: 1 };
  if (key === 'ArrowLeft' && atEdge(target, false)) return { down: 0, right: -1 };
  return null;
}

const enterable = 'input:not([disabled]):not([type=hidden]):not([type=file]), textarea:not([disabled]), button:not([disabled])';

function inputIn(cell: Element | null | undefined): HTMLElement | null {
  return cell?.querySelector<HTMLElement>(enterable) ?? null;
}

/** Puts the focus into an input; what stands in it is chosen, so that typing takes its place. */
function enter(input: HTMLElement): void {
  input.focus();
  if (input instanceof HTMLInputElement && input.type !== 'checkbox' && input.type !== 'radio') input.select();
}

/** Goes into a cell of a row; without a column into the first that takes a value. */
export function enterCell(row: HTMLElement, column?: string): void {
  const cells = [...row.querySelectorAll('[data-column]')].filter((cell) => column === undefined || cell.getAttribute('data-column') === column);
  const input = cells.map(inputIn).find((found) => found !== null);
  if (input !== undefined && input !== null) enter(input);
}

/** Goes to the next cell of the same row that takes a value; answers whether there is one. */
export function enterBeside(from: Element, right: number): boolean {
  const own = from.closest('[data-column]');
  const cells = [...(own?.parentElement?.querySelectorAll('[data-column]') ?? [])];
  for (let at = own === null ? -1 : cells.indexOf(own) + right; at >= 0 && at < cells.length; at += right) {
    const input = inputIn(cells[at]);
    if (input === null) continue;
    enter(input);
    return true;
  }
  return false;
}
