import { isObject, isText, listIn, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { isDate, made, plus, span } from './dates';
import { readHours } from './hours';
import words from './words.json';

/** Lists of holidays as people have them: tables as text, calendars of mail programs, and the product's own definitions. */

export interface Entry {
  readonly date: string;
  readonly kind: 'holiday' | 'makeup' | 'ordinary' | 'break';
  /** A name, or a label in several languages. */
  readonly label: unknown;
  readonly hours: readonly string[];
}

/** Why a line was left out; the words stand in the texts under `calendars.fault`. */
export type FaultWord = 'date' | 'name' | 'kind' | 'hours' | 'order' | 'timed' | 'repeats' | 'not_json' | 'nothing' | 'twice';

export interface LineFault {
  /** The line, or the place in a JSON file. */
  readonly line: string;
  readonly word: FaultWord;
  readonly text: string;
}

export interface ListRead {
  readonly entries: readonly Entry[];
  readonly faults: readonly LineFault[];
}

const kinds: readonly Entry['kind'][] = ['break', 'ordinary', 'makeup', 'holiday'];

/** The kind that a word means, in either language. */
function kindOf(word: string): Entry['kind'] | undefined {
  return kinds.find((kind) => words.kinds[kind].includes(word.toLowerCase()));
}

/** 2026-10-01, 2026/10/1, 2026.10.1, 20261001, and with the Chinese words for year, month and day. */
function readDate(text: string): string | null {
  const [year = '', month = '', last = ''] = words.date;
  const plainly = text.trim().replace(year, '-').replace(month, '-').replace(last, '');
  const found = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))$/.exec(plainly);
  if (found === null) return null;
  const date = made(Number(found[1]), Number(found[2] ?? found[4]), Number(found[3] ?? found[5]));
  return isDate(date) ? date : null;
}

/** One day, or `2026-10-01~2026-10-07`. */
function readDates(text: string): readonly string[] | 'date' | 'order' {
  const mark = words.until.find((one) => text.includes(one));
  const [first = '', last = first] = mark === undefined ? [text] : text.split(mark);
  const [from, to] = [readDate(first), readDate(last)];
  if (from === null || to === null) return 'date';
  return from > to || span(from, to).length > 366 ? 'order' : span(from, to);
}

/** The cells of a line; quotes hold separators and doubled quotes. */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (quoted && letter === '"' && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (letter === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

/** A leading apostrophe keeps a spreadsheet from reading a text as a formula. */
const plain = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text);

function readTable(text: string): ListRead {
  const lines = text.split(/\r\n|\n|\r/);
  const most = (separator: string): number => lines.filter((line) => line.includes(separator)).length;
  const separator = [',', '\t', ';', '，'].toSorted((one, other) => most(other) - most(one))[0] ?? ',';
  const entries: Entry[] = [];
  const faults: LineFault[] = [];
  for (const [index, line] of lines.entries()) {
    const [day = '', name = '', kind = '', hours = ''] = cellsOf(line, separator);
    if (line.trim() === '' || (index === 0 && words.headers.includes(day.toLowerCase()))) continue;
    const fault = (word: FaultWord): void => void faults.push({ line: String(index + 1), word, text: line.trim() });
    const dates = readDates(day);
    const said = kindOf(kind);
    const spans = readHours(hours);
    if (typeof dates === 'string') fault(dates);
    else if (said === undefined) fault('kind');
    else if (name === '' && said !== 'ordinary') fault('name');
    else if (spans === null || (said === 'break' && spans.length === 0)) fault('hours');
    else entries.push(...dates.map((date) => ({ date, kind: said, label: plain(name), hours: said === 'makeup' || said === 'break' ? spans : [] })));
  }
  return { entries, faults };
}

const worksByName = (name: string): boolean => words.workEndings.some((ending) => name.toLowerCase().endsWith(ending));

function readIcs(text: string): ListRead {
  const lines = text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const entries: Entry[] = [];
  const faults: LineFault[] = [];
  let event: Map<string, string> | null = null;
  let begun = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === 'BEGIN:VEVENT') {
      event = new Map();
      begun = index + 1;
    } else if (line.trim() === 'END:VEVENT' && event !== null) {
      const fault = (word: FaultWord): void => void faults.push({ line: String(begun), word, text: event?.get('SUMMARY') ?? event?.get('DTSTART') ?? '' });
      const [first, last, name] = [event.get('DTSTART') ?? '', event.get('DTEND') ?? '', (event.get('SUMMARY') ?? '').replaceAll(/\\([,;\\])/g, '$1').trim()];
      const [from, behind] = [readDate(first), last === '' ? null : readDate(last)];
      if (event.has('RRULE')) fault('repeats');
      else if (/^\d{8}T/.test(first)) fault('timed');
      else if (from === null || (last !== '' && behind === null)) fault('date');
      else if (behind !== null && behind < from) fault('order');
      else if (name === '') fault('name');
      else {
        const kind = worksByName(name) ? 'makeup' : 'holiday';
        const until = behind === null || behind === from ? from : plus(behind, -1);
        entries.push(...span(from, until).map((date) => ({ date, kind, label: name, hours: [] } as const)));
      }
      event = null;
    } else if (event !== null) {
      const at = line.indexOf(':');
      const key = line.slice(0, at).split(';')[0]?.toUpperCase() ?? '';
      if (at > 0 && !event.has(key)) event.set(key, line.slice(at + 1).trim());
    }
  }
  return { entries, faults };
}

const dateIn = (one: Json, key: string): string => textIn(one, key) ?? '';

function readJson(text: string): ListRead {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { entries: [], faults: [{ line: '1', word: 'not_json', text: text.trim().slice(0, 60) }] };
  }
  const entries: Entry[] = [];
  const faults: LineFault[] = [];
  const add = (line: string, kind: Entry['kind'], one: Json, from: string, to: string): void => {
    const hours = listIn(one, 'hours').filter(isText).map(readHours);
    const fault = (word: FaultWord): void => void faults.push({ line, word, text: JSON.stringify(one).slice(0, 80) });
    if (!isDate(from) || !isDate(to)) fault('date');
    else if (from > to || span(from, to).length > 366) fault('order');
    else if (!isText(one['label']) && !isObject(one['label'])) fault('name');
    else if (hours.includes(null) || (kind === 'break' && hours.length === 0)) fault('hours');
    else entries.push(...span(from, to).map((date) => ({ date, kind, label: one['label'], hours: hours.flatMap((spans) => spans ?? []) })));
  };
  for (const [at, one] of objectsIn(json, 'holidays').entries()) add(`/holidays/${String(at)}`, 'holiday', one, dateIn(one, 'from'), textIn(one, 'to') ?? dateIn(one, 'from'));
  for (const [at, one] of objectsIn(json, 'makeup_days').entries()) add(`/makeup_days/${String(at)}`, 'makeup', one, dateIn(one, 'date'), dateIn(one, 'date'));
  for (const [at, one] of objectsIn(json, 'breaks').entries()) add(`/breaks/${String(at)}`, 'break', one, dateIn(one, 'date'), dateIn(one, 'date'));
  for (const [at, date] of listIn(json, 'ordinary_days').entries()) add(`/ordinary_days/${String(at)}`, 'ordinary', { label: '' }, String(date), String(date));
  return { entries, faults };
}

/** Reads a list, whatever it is written in. A day that stands twice counts once; make-up days of a list win over its holidays. */
export function readList(text: string): ListRead {
  const bare = text.replace(/^\uFEFF/, '');
  const read = /^\s*[{[]/.test(bare) ? readJson(bare) : /BEGIN:VCALENDAR|BEGIN:VEVENT/.test(bare) ? readIcs(bare) : readTable(bare);
  const days = new Map<string, Entry>();
  const breaks: Entry[] = [];
  const faults = [...read.faults];
  for (const entry of read.entries) {
    const before = days.get(entry.date);
    if (entry.kind === 'break') breaks.push(entry);
    else if (before === undefined || (before.kind === 'holiday' && entry.kind === 'makeup')) days.set(entry.date, entry);
    else if (before.kind === entry.kind && JSON.stringify(before.label) !== JSON.stringify(entry.label)) faults.push({ line: entry.date, word: 'twice', text: isText(entry.label) ? entry.label : '' });
  }
  const entries = [...days.values(), ...breaks].toSorted((one, other) => (one.date < other.date ? -1 : 1));
  if (entries.length === 0 && faults.length === 0 && bare.trim() !== '') faults.push({ line: '1', word: 'nothing', text: bare.trim().slice(0, 60) });
  return { entries, faults };
}

/** The text of a file: programs for tables in China often write GBK. */
export function textOfBytes(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** A cell of a table as text; what a spreadsheet would take for a formula is kept from it. */
function written(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The list as a table that can be read again, with a mark by which spreadsheets know UTF-8. */
export function asTable(rows: readonly { date: string; name: string; kind: Entry['kind']; hours: readonly string[] }[]): string {
  const lines = rows.map(({ date, name, kind, hours }) => [date, written(name), kind, hours.join(' ')].join(','));
  return `\uFEFFdate,name,kind,hours\r\n${lines.map((line) => `${line}\r\n`).join('')}`;
}
