/** The answer to a report, as `report-engine` says it: what is shown, and nothing of how it is drawn. */
import { isObject, isText, listIn, textIn, type Json } from '@/api';
import { readTone, type Tone } from '@/engine';

export interface ModelColumn {
  id: string;
  label: string;
  measure: boolean;
  format: string;
}

export interface ModelCell {
  value: number | string | null;
  text: string;
  tone: Tone | null;
}

export interface ModelRow {
  cells: readonly ModelCell[];
  /** The filter that gives exactly the records of this group. */
  drill: unknown;
}

export interface ChartModel {
  kind: string;
  settings: Json;
  columns: readonly ModelColumn[];
  rows: readonly ModelRow[];
  totals: readonly ModelCell[];
  comparison: { before: ModelCell; change: ModelCell } | null;
  cut: boolean;
  asOf: string;
}

/** Numbers with a scale travel as texts; they are shown from their text and only drawn from the float. */
function readCellValue(value: unknown): number | string | null {
  if (typeof value === 'number' || isText(value)) return value;
  return typeof value === 'boolean' ? String(value) : null;
}

function readCell(value: unknown): ModelCell {
  const tone = textIn(value, 'tone');
  return {
    value: readCellValue(isObject(value) ? value['value'] : null),
    text: textIn(value, 'text') ?? '',
    tone: tone === undefined ? null : readTone(tone),
  };
}

function readColumn(value: unknown): ModelColumn {
  return {
    id: textIn(value, 'id') ?? '',
    label: textIn(value, 'label') ?? '',
    measure: textIn(value, 'role') === 'measure',
    format: textIn(value, 'format') ?? 'number',
  };
}

export function readModel(value: unknown): ChartModel {
  const model = isObject(value) ? value : {};
  const { comparison, settings } = model;
  return {
    kind: textIn(model, 'kind') ?? 'table',
    settings: isObject(settings) ? settings : {},
    columns: listIn(model, 'columns').map(readColumn),
    rows: listIn(model, 'rows').map((row) => ({ cells: listIn(row, 'cells').map(readCell), drill: isObject(row) ? row['drill'] : undefined })),
    totals: listIn(model, 'totals').map(readCell),
    comparison: isObject(comparison) ? { before: readCell(comparison['before']), change: readCell(comparison['change']) } : null,
    cut: model['cut'] === true,
    asOf: textIn(model, 'as_of') ?? '',
  };
}

/** The number by which a cell is drawn. */
export function heightOf(cell: ModelCell | undefined): number | null {
  if (cell === undefined || cell.value === null || cell.value === '') return null;
  const number = Number(cell.value);
  return Number.isFinite(number) ? number : null;
}

/** Series over categories, whether a second dimension or several measures make them. */
export interface Plot {
  categories: readonly string[];
  series: readonly { name: string; cells: readonly (ModelCell | undefined)[]; tone: Tone | null }[];
}

export function plotOf(model: ChartModel): Plot {
  const dimensions = model.columns.flatMap((column, index) => (column.measure ? [] : [index]));
  const measures = model.columns.flatMap((column, index) => (column.measure ? [index] : []));
  const [first = 0, second] = dimensions;
  const categories = [...new Set(model.rows.map((row) => row.cells[first]?.text ?? ''))];
  if (second === undefined) {
    const series = measures.map((measure) => ({ name: model.columns[measure]?.label ?? '', cells: model.rows.map((row) => row.cells[measure]), tone: null }));
    return { categories: model.rows.map((row) => row.cells[first]?.text ?? ''), series };
  }
  const [measure = 0] = measures;
  const names = [...new Map(model.rows.map((row) => [row.cells[second]?.text ?? '', row.cells[second]?.tone ?? null])).entries()];
  const at = new Map(model.rows.map((row) => [`${row.cells[first]?.text ?? ''}\n${row.cells[second]?.text ?? ''}`, row.cells[measure]]));
  return { categories, series: names.map(([name, tone]) => ({ name, tone, cells: categories.map((category) => at.get(`${category}\n${name}`)) })) };
}

/** The group behind a mark: of a point in a series, or of a slice. */
export function rowAt(model: ChartModel, series: number, at: number): ModelRow | undefined {
  const [first, second] = model.columns.flatMap((column, index) => (column.measure ? [] : [index]));
  if (first === undefined || second === undefined || model.kind === 'pie') return model.rows[at];
  const plot = plotOf(model);
  const [category, name] = [plot.categories[at], plot.series[series]?.name];
  return model.rows.find((row) => row.cells[first]?.text === category && row.cells[second]?.text === name);
}

/** What a group is called: the texts of its dimensions. */
export function nameOf(model: ChartModel, row: ModelRow): string {
  return model.columns.flatMap((column, index) => (column.measure ? [] : [row.cells[index]?.text ?? ''])).filter((text) => text !== '').join(' · ');
}
