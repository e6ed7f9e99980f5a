/** A form on the screen: the engine's session, and what the engine has no business with: which faults may be shown. */
import type { Json } from '@/api/narrow';
import type { Edit, Facts, FillSession, Path, Row, State, Submission } from '@/engine';
import { EngineRefusal } from '@/engine';
import type { Label } from '@/i18n';

/** The key of a place, for sets and ids: `amount`, `lines/7/qty`. */
export function keyOf(path: Path): string {
  return typeof path === 'string' ? path : path.join('/');
}

/** Whether anything is wrong in a row; a row is never changed, another one takes its place. */
const faulty = new WeakMap<Row, boolean>();

function isFaulty(row: Row): boolean {
  let known = faulty.get(row);
  if (known === undefined) {
    known = Object.values(row.cells).some((cell) => cell.visible && cell.faults.length > 0);
    faulty.set(row, known);
  }
  return known;
}

export interface ShownFault {
  path: Path;
  message: Label;
}

export class FormController {
  readonly session: FillSession;
  #visited = new Set<string>();
  #attempted = false;
  #refused = new Map<string, string>();
  #changed = false;
  #version = 0;
  #listeners = new Set<() => void>();

  /** `begun`: the session goes on with something that was entered before. */
  constructor(session: FillSession, begun = false) {
    this.session = session;
    this.#changed = begun;
  }

  /** Grows with every change; what is drawn from the controller depends on it. */
  readonly version = (): number => this.#version;

  readonly state = (): State => this.session.state();

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  /** Whether somebody entered something that is not stored yet. */
  get changed(): boolean {
    return this.#changed;
  }

  edit(path: Path, value: unknown): void {
    this.#changed = true;
    this.#refused.delete(keyOf(path));
    this.session.edit(path, value);
    this.#tell();
  }

  /** Enters many values at once, as from a sheet; answers how many of them the engine refused. */
  editMany(edits: readonly Edit[]): number {
    if (edits.length === 0) return 0;
    this.#changed = true;
    for (const { path } of edits) this.#refused.delete(keyOf(path));
    const refused = this.#editAll(edits);
    this.#tell();
    return refused;
  }

  /** One refusal refuses all, so that the faulty one is looked for by halves. */
  #editAll(edits: readonly Edit[]): number {
    if (edits.length === 0) return 0;
    try {
      this.session.editMany(edits);
      return 0;
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      if (edits.length === 1) return 1;
      const half = Math.ceil(edits.length / 2);
      return this.#editAll(edits.slice(0, half)) + this.#editAll(edits.slice(half));
    }
  }

  /** Adds this many blank rows at the end; answers the keys of all rows. */
  addRows(table: string, count: number): readonly number[] {
    if (count > 0) {
      this.#changed = true;
      this.session.rows(table, { do: 'add', values: Array.from({ length: count }, () => ({})) });
      this.#tell();
    }
    return (this.state().tables[table]?.rows ?? []).map((row) => row.key);
  }

  /** Goes on with what was entered before. */
  enter(values: Json): void {
    this.#changed = true;
    this.session.enter(values);
    this.#tell();
  }

  addRow(table: string, values?: Readonly<Record<string, unknown>>): void {
    this.#changed = true;
    this.session.rows(table, values === undefined ? { do: 'add' } : { do: 'add', values: [values] });
    this.#tell();
  }

  removeRow(table: string, row: number): void {
    this.#changed = true;
    this.session.rows(table, { do: 'remove', rows: [row] });
    this.#tell();
  }

  copyRow(table: string, row: number): void {
    this.#changed = true;
    this.session.rows(table, { do: 'copy', row });
    this.#tell();
  }

  know(facts: Facts): void {
    this.session.know(facts);
    this.#tell();
  }

  /** The person left this place: from now on its faults are shown. */
  leave(path: Path): void {
    if (this.#visited.has(keyOf(path))) return;
    this.#visited.add(keyOf(path));
    this.#tell();
  }

  /** The person wants to go on past these fields: they and all cells of their rows show their faults. */
  pass(ids: readonly string[]): void {
    for (const id of ids) {
      this.#visited.add(id);
      for (const row of this.state().tables[id]?.rows ?? []) for (const column of Object.keys(row.cells)) this.#visited.add(keyOf([id, row.key, column]));
    }
    this.#tell();
  }

  showsFaults(path: Path): boolean {
    return this.#attempted || this.#visited.has(keyOf(path));
  }

  /** Whether a field says that it is wrong: a refusal, or a fault that may be shown already. */
  hasFault(id: string): boolean {
    if (this.refusalAt(id) !== undefined) return true;
    const { cells, tables } = this.state();
    const cell = cells[id] ?? tables[id];
    if (cell === undefined || !cell.visible) return false;
    if (this.showsFaults(id) && cell.faults.length > 0) return true;
    return this.firstFaultyRow(id) >= 0;
  }

  /** The first row of a table that says that something is wrong in it; -1 when none does. */
  firstFaultyRow(table: string): number {
    const rows = this.state().tables[table]?.rows ?? [];
    const said = this.#refused.size > 0 || this.#attempted || this.#visited.size > 0;
    if (!said) return -1;
    return rows.findIndex((row) => {
      if (!isFaulty(row) && this.#refused.size === 0) return false;
      return Object.entries(row.cells).some(([column, cell]) => {
        const path = [table, row.key, column] as const;
        return this.refusalAt(path) !== undefined || (cell.visible && cell.faults.length > 0 && this.showsFaults(path));
      });
    });
  }

  /** What the server said of a place, until it is edited again. */
  refusalAt(path: Path): string | undefined {
    // Asked for every cell with every letter.
    return this.#refused.size === 0 ? undefined : this.#refused.get(keyOf(path));
  }

  /** What is to be sent; from now on all faults are shown. */
  attempt(): Submission {
    this.#attempted = true;
    const submission = this.session.submit();
    this.#tell();
    return submission;
  }

  /** Puts the server's faults beside their fields; answers those that belong to no field that is here. */
  refuse(faults: readonly { pointer: string; message: string }[]): readonly string[] {
    const homeless: string[] = [];
    for (const fault of faults) {
      const path = this.#pathOf(fault.pointer);
      if (path === null) homeless.push(fault.message);
      else this.#refused.set(keyOf(path), fault.message);
    }
    this.#tell();
    return homeless;
  }

  #pathOf(pointer: string): Path | null {
    const steps = pointer.split('/').filter((step) => step !== '');
    const [field, index, column] = steps[0] === 'values' ? steps.slice(1) : steps;
    if (field === undefined) return null;
    const { cells, tables } = this.state();
    const row = index === undefined ? undefined : tables[field]?.rows[Number(index)];
    if (row !== undefined && column !== undefined) return [field, row.key, column];
    return cells[field] === undefined && tables[field] === undefined ? null : field;
  }

  #tell(): void {
    this.#version += 1;
    for (const changed of this.#listeners) changed();
  }
}
