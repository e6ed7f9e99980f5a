import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Cell, Path, State, Table } from '@/engine';
import type { FormController } from './controller';

export const FormContext = createContext<FormController | null>(null);

/** The form that the component stands in. */
export function useForm(): FormController {
  const form = useContext(FormContext);
  if (form === null) throw new Error('this stands outside of a form');
  return form;
}

function cellIn(state: State, path: Path): Cell | undefined {
  if (typeof path === 'string') return state.cells[path] ?? state.tables[path];
  const [table, key, column] = path;
  return state.tables[table]?.rows.find((row) => row.key === key)?.cells[column];
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

/** Draws again with every change of a form that stands beside. */
export function useFormVersionOf(form: FormController): number {
  return useSyncExternalStore(form.subscribe, form.version);
}

/** Draws again with every change of the form. */
export function useFormVersion(): number {
  const form = useForm();
  return useSyncExternalStore(form.subscribe, form.version);
}
