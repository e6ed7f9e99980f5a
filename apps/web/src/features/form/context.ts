import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Cell, Path, Row, State, Table } from '@/engine';
import { useText } from '@/i18n';
import type { FormController } from './controller';

export const FormContext = createContext<FormController | null>(null);

/** The form that the component stands in. */
export function useForm(): FormController {
  const form = useContext(FormContext);
  if (form === null) throw new Error('this stands outside of a form');
  return form;
}

/** The rows of a table by their keys; a list of rows is never changed, another one takes its place. */
const byKey = new WeakMap<readonly Row[], ReadonlyMap<number, Row>>();

function rowIn(rows: readonly Row[], key: number): Row | undefined {
  let known = byKey.get(rows);
  if (known === undefined) {
    known = new Map(rows.map((row) => [row.key, row]));
    byKey.set(rows, known);
  }
  return known.get(key);
}

function cellIn(state: State, path: Path): Cell | undefined {
  if (typeof path === 'string') return state.cells[path] ?? state.tables[path];
  const [table, key, column] = path;
  const rows = state.tables[table]?.rows;
  return rows === undefined ? undefined : rowIn(rows, key)?.cells[column];
}

/** A cell of the form; the component is drawn again when it changes. */
export function useCell(path: Path): Cell | undefined {
  const form = useForm();
  return useSyncExternalStore(form.subscribe, () => cellIn(form.state(), path));
}

export function useTable(id: string): Table | undefined {
  const form = useForm();
  return useSyncExternalStore(form.subscribe, () => form.state().tables[id]);
}

/** What is wrong at a place, if it may be said already; the component is drawn again only when these words change. */
export function useFaultText(path: Path): string {
  const form = useForm();
  const text = useText();
  return useSyncExternalStore(form.subscribe, () => {
    const refusal = form.refusalAt(path);
    if (refusal !== undefined) return refusal;
    const cell = cellIn(form.state(), path);
    if (cell === undefined) return '';
    if (cell.error !== null) return cell.error;
    const fault = cell.faults.length > 0 && form.showsFaults(path) ? cell.faults[0] : undefined;
    return fault === undefined ? '' : text(fault.message);
  });
}

/** The first row of a table that says that something is wrong in it; -1 when none does. */
export function useFirstFaultyRow(table: string): number {
  const form = useForm();
  return useSyncExternalStore(form.subscribe, () => form.firstFaultyRow(table));
}

/** Draws again with every change of a form that stands beside. */
export function useFormVersionOf(form: FormController): number {
  return useSyncExternalStore(form.subscribe, form.version);
}

/** Draws again with every change of the form. */
export function useFormVersion(): number {
  const form = useForm();
  return useSyncExternalStore(form.subscribe, form.version);
}
