/** Cells that come from a sheet: how they are cut, and what they mean in a column. */
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import type { FieldDescription, Option } from '@/engine';
import { textOf } from '@/i18n';
import { movePoint } from '../NumberInput';

dayjs.extend(utc);
dayjs.extend(timezone);

/** The cells of a copied range: tabs between columns, line ends between rows, quotes around cells that hold either. */
export function cellsOf(copied: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const text = copied.replaceAll(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === '\t' || letter === '\n') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (letter === '\n') rows.push([]);
    } else cell += letter;
  }
  rows.at(-1)?.push(cell);
  return rows;
}

/** What people write for yes and no in sheets, in both languages of the product. */
const yes = new Set(['\u662f', '\u6709', '\u5bf9', '√', '✓', '1', 'true', 'yes', 'y']);
const no = new Set(['\u5426', '\u65e0', '\u9519', '×', '✗', '0', 'false', 'no', 'n']);

function readBool(text: string): boolean | null {
  const plain = text.toLowerCase();
  return yes.has(plain) ? true : no.has(plain) ? false : null;
}

/** `1,234.50`, `￥12`, `(3)` for −3; per cent become fractions. */
function readNumber(text: string, percent: boolean): string | null {
  const bracketed = /^\((.+)\)$/.exec(text);
  const plain = (bracketed === null ? text : `-${bracketed[1] ?? ''}`).replaceAll(/[,\s¥$€]/g, '');
  const hundredths = plain.endsWith('%');
  const digits = hundredths ? plain.slice(0, -1) : plain;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(digits)) return null;
  const number = digits.replace(/^\+/, '');
  return percent || hundredths ? movePoint(number, -2) : number;
}

const two = (digits: string | undefined): string => (digits ?? '').padStart(2, '0');

/** Year, month and day, between hyphens, strokes, points or the Chinese words for them. */
const day = /^(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?/;

function readDay(text: string): string | null {
  const found = day.exec(text);
  return found === null ? null : `${found[1] ?? ''}-${two(found[2])}-${two(found[3])}`;
}

function readTime(text: string): string | null {
  const found = /^(\d{1,2})[:：\u65f6](\d{1,2})(?:[:：\u5206]\d{1,2}\u79d2?|\u5206)?$/.exec(text.trim());
  return found === null ? null : `${two(found[1])}:${two(found[2])}`;
}

function readInstant(text: string, zone: string): string | null {
  const date = readDay(text);
  if (date === null) return null;
  const rest = text.replace(day, '').trim();
  const time = rest === '' ? '00:00' : readTime(rest);
  return time === null ? null : dayjs.tz(`${date} ${time}`, 'YYYY-MM-DD HH:mm', zone).toISOString();
}

function optionNamed(options: readonly Option[], name: string): string | null {
  const known = options.filter((option) => !option.retired);
  const found = known.find((option) => [textOf(option.label, 'zh-CN'), textOf(option.label, 'en'), option.id].includes(name));
  return found?.id ?? null;
}

/** The names in a cell; a cell of one value is one name, whatever signs it has. */
export function namesIn(text: string, several: boolean): readonly string[] {
  const names = several ? text.split(/[、,，;；\n]/) : [text];
  return names.map((name) => name.normalize('NFC').trim()).filter((name) => name !== '');
}

function readOptions(options: readonly Option[], text: string): readonly string[] | null {
  const found = namesIn(text, true).map((name) => optionNamed(options, name));
  const ids = found.filter((id) => id !== null);
  return ids.length === found.length ? ids : null;
}

/** What a cell of a sheet means in a column; undefined when nothing can be made of it. */
export function readCellText(column: FieldDescription, copied: string, zone: string): unknown {
  const text = copied.normalize('NFC').trim();
  if (text === '') return null;
  // Full-width digits and signs are the same digits and signs.
  const plain = text.normalize('NFKC');
  const read = (): unknown => {
    switch (column.type) {
      case 'text':
        return text;
      case 'number':
        return readNumber(plain, column.kind === 'percent');
      case 'bool':
        return readBool(plain);
      case 'date':
        return readDay(plain);
      case 'time':
        return readTime(plain);
      case 'instant':
        return readInstant(plain, zone);
      case 'choice':
        return optionNamed(column.options, text);
      case 'list':
        return column.options.length > 0 ? readOptions(column.options, text) : null;
      default:
        return null;
    }
  };
  return read() ?? undefined;
}
