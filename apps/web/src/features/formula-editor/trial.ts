/** What a formula answers on a sample record: it stands in a field of its own beside those of the form. */
import { isObject, isText, listIn, type Json } from '@/api/narrow';
import { FillSession, type Cell, type Facts, type Path, type Reason } from '@/engine';
import type { Sound } from './ground';

/** A record to try formulas on; blank when there is none. */
export interface Sample {
  readonly values: Json | null;
  /** What a blank record begins with. */
  readonly begin: Json;
  readonly facts: Facts;
  readonly user: string | null;
  /** The zone of the app, as the server tells it to the engine. */
  readonly zone: unknown;
}

export type Trial =
  | { state: 'answer'; text: string; reads: Reason['reads'] }
  | { state: 'error'; reason: string; reads: Reason['reads'] }
  | { state: 'pending' }
  /** Something is wrong with the formula, or the answer is no single value. */
  | { state: 'none' };

function freeId(fields: readonly unknown[]): string {
  const taken = new Set(fields.map((field) => (isObject(field) ? field['id'] : undefined)));
  let id = 'tried';
  while (taken.has(id)) id = `${id}_`.concat('x');
  return id;
}

/** The form with the formula in a field of its own, or in a column of the sub-table in whose rows it is worked out. */
export function withTrial(form: Json, formula: string, rowOf: string | undefined): { form: Json; id: string } {
  const probe = (id: string): Json => ({ id, kind: 'computed', label: id, result: 'text', store: 'live', formula });
  const fields = listIn(form, 'fields');
  if (rowOf === undefined) {
    const id = freeId(fields);
    return { form: { ...form, fields: [...fields, probe(id)] }, id };
  }
  const columns = listIn(fields.find((field) => isObject(field) && field['id'] === rowOf), 'fields');
  const id = freeId(columns);
  const changed = fields.map((field) => (isObject(field) && field['id'] === rowOf ? { ...field, fields: [...columns, probe(id)] } : field));
  return { form: { ...form, fields: changed }, id };
}

/** The cell in which the formula stands; of a sub-table without rows, in a blank one. */
function cellOf(session: FillSession, id: string, rowOf: string | undefined): { path: Path; cell: Cell | undefined } {
  if (rowOf === undefined) return { path: id, cell: session.state().cells[id] };
  if ((session.state().tables[rowOf]?.rows.length ?? 0) === 0) session.rows(rowOf, { do: 'add' });
  const [row] = session.state().tables[rowOf]?.rows ?? [];
  return { path: [rowOf, row?.key ?? 0, id], cell: row?.cells[id] };
}

function tryOnce(sound: Sound, sample: Sample, formula: string, rowOf: string | undefined): Trial {
  const { form, id } = withTrial(isObject(sound.bundle['form']) ? sound.bundle['form'] : {}, formula, rowOf);
  const zone = sample.zone === undefined ? {} : { zone: sample.zone };
  const record = sample.values === null ? { values: sample.begin } : { record: sample.values };
  const session = new FillSession(sound.engine, { ...sound.bundle, ...zone, form }, { ...record, user: sample.user, facts: sample.facts });
  try {
    const { path, cell } = cellOf(session, id, rowOf);
    if (cell === undefined) return { state: 'none' };
    const reads = session.why(path).flatMap((reason) => (reason.aspect === 'value' ? reason.reads : []));
    if (cell.pending) return { state: 'pending' };
    if (cell.error !== null) return { state: 'error', reason: cell.error, reads };
    return { state: 'answer', text: isText(cell.value) ? cell.value : '', reads };
  } finally {
    session.close();
  }
}

/** Tries a formula. Several values are told one behind the other. */
export function tryFormula(sound: Sound, sample: Sample, formula: string, rowOf: string | undefined): Trial {
  const bare = formula.trim().replace(/^=/, '');
  for (const text of [bare, `JOIN(${bare}, ", ")`]) {
    try {
      return tryOnce(sound, sample, text, rowOf);
    } catch {
      // The engine does not take it in this way; the other way is tried, and then nothing is told.
    }
  }
  return { state: 'none' };
}
