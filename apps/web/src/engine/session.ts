/** One record while it is filled in: edits go to the engine, and what changed is shown. */
import type { Json } from '@/api/narrow';
import { isObject, numberIn } from '@/api/narrow';
import type { Engine, LoadedForm } from './engine';
import {
  applyChanges,
  readChanges,
  readState,
  EngineRefusal,
  readReasons,
  readSubmission,
  type Changes,
  type Facts,
  type Path,
  type PendingFact,
  type Reason,
  type State,
  type Submission,
} from './protocol';
import { aimed } from './facts';
import { EngineTrap } from './wasm';

export interface Opening {
  /** The stored record; none for a new one. */
  record?: Json;
  /** What a new record begins with. */
  values?: Json;
  user: string | null;
  rights?: { default: string; fields: Json };
  facts?: Facts;
}

/** A value for a place. */
export interface Edit {
  path: Path;
  value: unknown;
}

type RowsRequest =
  | { do: 'add'; at?: number; values?: readonly Json[] }
  | { do: 'remove'; rows: readonly number[] }
  | { do: 'move'; row: number; to: number }
  | { do: 'copy'; row: number };

/** What is kept to open the session again after a trap. */
function valuesOf(state: State): Json {
  const values: Record<string, unknown> = {};
  for (const [id, cell] of Object.entries(state.cells)) if (cell.touched) values[id] = cell.value;
  for (const [id, table] of Object.entries(state.tables)) {
    values[id] = table.rows.map((row) => ({
      ...(row.id === null ? {} : { _id: row.id }),
      ...Object.fromEntries(Object.entries(row.cells).map(([column, cell]) => [column, cell.value])),
    }));
  }
  return values;
}

/** All values as they are shown. */
function shown(state: State): Json {
  const values: Record<string, unknown> = {};
  for (const [id, cell] of Object.entries(state.cells)) values[id] = cell.value;
  for (const [id, table] of Object.entries(state.tables)) values[id] = table.rows.map((row) => Object.fromEntries(Object.entries(row.cells).map(([column, cell]) => [column, cell.value])));
  return values;
}

export class FillSession {
  readonly #engine: Engine;
  readonly #bundle: Json;
  readonly #opening: Opening;
  readonly #now: () => string;
  #form: LoadedForm;
  #handle = 0;
  #generation = 0;
  #state: State = { cells: {}, tables: {} };
  #facts: Facts;
  #listeners = new Set<() => void>();
  #pendingFacts: readonly PendingFact[] = [];

  constructor(engine: Engine, bundle: Json, opening: Opening, now: () => string = () => new Date().toISOString()) {
    this.#engine = engine;
    this.#bundle = bundle;
    this.#opening = opening;
    this.#now = now;
    this.#facts = opening.facts ?? {};
    this.#form = engine.load(bundle);
    this.#open(opening);
  }

  get form(): LoadedForm {
    return this.#form;
  }

  /** The state that is shown; a new object after every change. */
  readonly state = (): State => this.#state;

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  /** References of which the engine needs to know more. */
  get pendingFacts(): readonly PendingFact[] {
    return this.#pendingFacts;
  }

  edit(path: Path, value: unknown): void {
    this.#change({ op: 'edit', path, value });
  }

  /** Several values, settled once; one that cannot be read refuses all. */
  editMany(edits: readonly Edit[]): void {
    this.#change({ op: 'edit_many', edits });
  }

  rows(table: string, request: RowsRequest): void {
    this.#change({ op: 'rows', table, ...request });
  }

  /** Tells what is known of records that are referred to. */
  know(facts: Facts): void {
    this.#facts = { ...this.#facts, ...facts };
    this.#change({ op: 'facts', facts: aimed(facts, this.#form.description, shown(this.#state)), now: this.#now() });
  }

  /** What would be sent now, to be kept until it is: of a stored record only what differs. */
  entered(): Json {
    return this.submit().values;
  }

  /** Enters again what was kept. What the form no longer takes, because it was changed since, is left out. */
  enter(values: Json): void {
    const known = new Set(this.#form.description.fields.map((field) => field.id));
    for (const [path, value] of Object.entries(values)) {
      if (!known.has(path)) continue;
      try {
        this.#change({ op: 'edit', path, value });
      } catch (error) {
        if (!(error instanceof EngineRefusal)) throw error;
      }
    }
  }

  submit(): Submission {
    return readSubmission(this.#call({ op: 'submit' }));
  }

  /** Why a field is shown or hidden, required, read-only, and where its value comes from. */
  why(path: Path): readonly Reason[] {
    return readReasons(this.#call({ op: 'why', path }));
  }

  close(): void {
    if (this.#generation !== this.#engine.generation) return;
    this.#engine.call({ op: 'batch', calls: [{ op: 'close', session: this.#handle }, { op: 'close', form: this.#form.handle }] });
  }

  #open(opening: Opening): void {
    const answer = this.#engine.call({
      ...opening,
      op: 'open',
      form: this.#form.handle,
      facts: aimed(this.#facts, this.#form.description, { ...opening.record, ...opening.values }),
      now: this.#now(),
      user: opening.user ?? undefined,
    });
    this.#handle = numberIn(answer, 'session') ?? 0;
    this.#generation = this.#engine.generation;
    this.#state = readState(isObject(answer) ? answer['state'] : undefined);
  }

  /** Calls the engine; after a trap the form is loaded again with what was last seen, and the call is made once more. */
  #call(request: Json): unknown {
    try {
      if (this.#generation !== this.#engine.generation) this.#reopen();
      return this.#engine.call({ ...request, session: this.#handle });
    } catch (error) {
      if (!(error instanceof EngineTrap)) throw error;
      this.#reopen();
      return this.#engine.call({ ...request, session: this.#handle });
    }
  }

  #reopen(): void {
    const seen = valuesOf(this.#state);
    this.#form = this.#engine.load(this.#bundle);
    if (this.#opening.record === undefined) {
      this.#open({ ...this.#opening, values: seen });
      return;
    }
    this.#open(this.#opening);
    const edits = Object.entries(seen).map(([path, value]) => ({ path, value }));
    const answer = this.#engine.call({ op: 'edit_many', session: this.#handle, edits });
    this.#state = applyChanges(this.#state, readChanges(answer));
  }

  #change(request: Json): void {
    const changes: Changes = readChanges(this.#call(request));
    this.#pendingFacts = changes.pendingFacts;
    this.#state = applyChanges(this.#state, changes);
    for (const changed of this.#listeners) changed();
  }
}
