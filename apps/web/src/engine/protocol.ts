/** The messages of the browser engine (`crates/engine-wasm/PROTOCOL.md`) and how its answers are read. */
import { isObject, isText, listIn, textIn, type Json } from '@/api/narrow';
import type { Label } from '@/i18n';

/** The place of a value: a field, or table, row key and column. */
export type Path = string | readonly [table: string, row: number, column: string];

export interface Fault {
  code: string;
  message: Label;
}

export interface Cell {
  readonly value: unknown;
  readonly visible: boolean;
  readonly required: boolean;
  readonly readonly: boolean;
  readonly touched: boolean;
  readonly faults: readonly Fault[];
  /** A formula's error: its code and, if known, its reason. */
  readonly error: string | null;
  /** Only the server can compute it (提交后计算). */
  readonly pending: boolean;
  /** The options that a rule offers; null when all are. */
  readonly offered: readonly string[] | null;
  /** What rules say in place of the field's own name and help. */
  readonly label: string | null;
  readonly help: string | null;
}

/** Why a field is as it is. */
export interface Reason {
  aspect: string;
  holds: boolean;
  by: 'definition' | 'rights' | 'table' | 'formula';
  formula: string | null;
  reads: readonly { path: string; value: unknown }[];
}

export interface Row {
  readonly key: number;
  readonly id: string | null;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface Table extends Cell {
  readonly rows: readonly Row[];
}

export interface State {
  readonly cells: Readonly<Record<string, Cell>>;
  readonly tables: Readonly<Record<string, Table>>;
}

/** A record, person or department that is referred to and of which nothing is known yet. */
export interface PendingFact {
  field: string;
  record: string;
}

/** What is known of records, persons and departments that are referred to, by key. */
export type Facts = Readonly<Record<string, { label: string; values: Json }>>;

export interface TableChange {
  /** The state of the table itself, where that changed. */
  readonly cell: Cell | null;
  readonly order: readonly number[] | null;
  readonly rows: readonly Row[];
}

export interface Changes {
  readonly cells: Readonly<Record<string, Cell>>;
  readonly tables: Readonly<Record<string, TableChange>>;
  readonly pendingFacts: readonly PendingFact[];
}

export interface SubmitFault extends Fault {
  pointer: string;
  path: Path;
}

export interface Submission {
  faults: readonly SubmitFault[];
  values: Json;
}

/** A refusal of the engine in the languages of the product. */
export class EngineRefusal extends Error {
  constructor(
    readonly code: string,
    readonly label: Label,
  ) {
    super(code);
    this.name = 'EngineRefusal';
  }
}

export function readLabel(value: unknown): Label {
  if (isText(value)) return value;
  if (!isObject(value)) return '';
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => isText(entry[1])));
}

function readFault(value: unknown): Fault {
  if (!isObject(value)) return { code: '', message: '' };
  return { code: String(value['code']), message: readLabel(value['message']) };
}

function readError(value: unknown): string | null {
  if (!isObject(value)) return null;
  const reason = readLabel(value['reason']);
  return isText(reason) && reason !== '' ? `${String(value['code'])} ${reason}` : String(value['code']);
}

export function readCell(value: unknown): Cell {
  const cell = isObject(value) ? value : {};
  return {
    value: cell['value'] ?? null,
    visible: cell['visible'] !== false,
    required: cell['required'] === true,
    readonly: cell['readonly'] === true,
    touched: cell['touched'] === true,
    faults: listIn(cell, 'faults').map(readFault),
    error: readError(cell['error']),
    pending: cell['pending'] === true,
    offered: Array.isArray(cell['offered']) ? cell['offered'].filter(isText) : null,
    label: textIn(cell, 'label') ?? null,
    help: textIn(cell, 'help') ?? null,
  };
}

function mapOf<T>(value: unknown, read: (item: unknown) => T): Record<string, T> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]));
}

function readRow(value: unknown): Row {
  const row = isObject(value) ? value : {};
  const id = row['id'];
  return { key: Number(row['key']), id: isText(id) ? id : null, cells: mapOf(row['cells'], readCell) };
}

function readTable(value: unknown): Table {
  return { ...readCell(value), rows: listIn(value, 'rows').map(readRow) };
}

export function readState(value: unknown): State {
  const state = isObject(value) ? value : {};
  return { cells: mapOf(state['cells'], readCell), tables: mapOf(state['tables'], readTable) };
}

function readPendingFact(value: unknown): PendingFact {
  const fact = isObject(value) ? value : {};
  return { field: String(fact['field']), record: String(fact['record']) };
}

export function readChanges(value: unknown): Changes {
  const changes = isObject(value) ? value : {};
  return {
    cells: mapOf(changes['cells'], readCell),
    tables: mapOf(changes['tables'], (item) => ({
      cell: isObject(item) && isObject(item['own']) ? readCell(item['own']) : null,
      order: isObject(item) && Array.isArray(item['order']) ? item['order'].map(Number) : null,
      rows: listIn(item, 'rows').map(readRow),
    })),
    pendingFacts: listIn(changes, 'pending_facts').map(readPendingFact),
  };
}

function readPath(value: unknown): Path {
  if (Array.isArray(value) && value.length === 3) return [String(value[0]), Number(value[1]), String(value[2])];
  return Array.isArray(value) ? String(value[0]) : String(value);
}

export function readSubmission(value: unknown): Submission {
  const faults = listIn(value, 'faults').map((fault) => ({
    ...readFault(fault),
    pointer: isObject(fault) ? String(fault['pointer']) : '',
    path: isObject(fault) ? readPath(fault['path']) : '',
  }));
  const values = isObject(value) && isObject(value['values']) ? value['values'] : {};
  return { faults, values };
}

/** The state after changes: cells that did not change stay the same objects, so that they are not drawn again. */
export function applyChanges(state: State, changes: Changes): State {
  const tables: Record<string, Table> = { ...state.tables };
  for (const [id, change] of Object.entries(changes.tables)) {
    const table = change.cell ?? state.tables[id];
    if (table === undefined) continue;
    const known = new Map((state.tables[id]?.rows ?? []).map((row) => [row.key, row]));
    for (const row of change.rows) {
      const before = known.get(row.key);
      known.set(row.key, { key: row.key, id: row.id ?? before?.id ?? null, cells: { ...before?.cells, ...row.cells } });
    }
    const order = change.order ?? (state.tables[id]?.rows ?? []).map((row) => row.key);
    const rows = order.map((key) => known.get(key)).filter((row) => row !== undefined);
    tables[id] = { ...table, rows };
  }
  return { cells: { ...state.cells, ...changes.cells }, tables };
}

function readReason(value: unknown): Reason {
  const reason = isObject(value) ? value : {};
  const by = (['definition', 'rights', 'table'] as const).find((one) => one === reason['by']) ?? 'formula';
  return {
    aspect: String(reason['aspect']),
    holds: reason['holds'] === true,
    by,
    formula: textIn(reason, 'formula') ?? null,
    reads: listIn(reason, 'reads').map((read) => (isObject(read) ? { path: String(read['path']), value: read['value'] ?? null } : { path: '', value: null })),
  };
}

export function readReasons(value: unknown): readonly Reason[] {
  return Array.isArray(value) ? value.map(readReason) : [];
}
