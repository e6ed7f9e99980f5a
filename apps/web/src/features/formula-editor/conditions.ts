/** Conditions that are put together from fields, as formulas, and back. */
import type { Draft, Group } from './Conditions';
import type { Way } from '@/features/filters';
import type { Operator } from '@/generated/definition';
import { isObject, isText } from '@/api/narrow';
import { readTokens, type Token } from './tokens';

/** A field that conditions may speak of. */
export interface Subject {
  readonly id: string;
  readonly filter: Way;
  readonly people: boolean;
  /** The ids among which is chosen; any, when there are none. */
  readonly options: readonly string[];
}

const byKind: Readonly<Record<Way, readonly Operator[]>> = {
  text: ['contains', 'eq', 'ne', 'starts_with', 'blank', 'not_blank'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'blank', 'not_blank'],
  bool: ['eq'],
  date: ['eq', 'ge', 'le', 'blank', 'not_blank'],
  period: ['blank', 'not_blank'],
  time: ['eq', 'ge', 'le', 'blank', 'not_blank'],
  instant: ['ge', 'lt', 'blank', 'not_blank'],
  choice: ['in', 'not_in', 'blank', 'not_blank'],
  choices: ['has_any', 'has_all', 'blank', 'not_blank'],
  tags: ['has_any', 'has_all', 'blank', 'not_blank'],
  reference: ['blank', 'not_blank'],
  references: ['blank', 'not_blank'],
  involved: [],
  none: [],
};

/** How a field can be compared in a formula. A person can be compared with whoever is there. */
export function waysOf({ filter, people }: Subject): readonly Operator[] {
  return people && filter === 'reference' ? ['eq', 'ne', ...byKind.reference] : byKind[filter];
}

type Part = Group | Draft;

function isGroup(part: Part): part is Group {
  return 'parts' in part;
}

const signs: Readonly<Partial<Record<Operator, string>>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Values that are known only when somebody asks. */
const variables: readonly { name: 'current_user' | 'today'; filters: readonly Way[]; written: string }[] = [
  { name: 'current_user', filters: ['reference'], written: 'CURRENTUSER()' },
  { name: 'today', filters: ['date', 'instant'], written: 'TODAY()' },
];

/** A value as formulas write it; null when it is not said to the end. */
function literal(subject: Subject, value: unknown): string | null {
  if (isObject(value)) return variables.find(({ name, filters }) => name === value['var'] && filters.includes(subject.filter))?.written ?? null;
  if (subject.filter === 'reference') return null;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  if (!isText(value) || value === '') return null;
  switch (subject.filter) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
    case 'date':
    case 'instant': {
      const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(value) ?? [];
      return year === undefined ? null : `DATE(${year}, ${String(Number(month))}, ${String(Number(day))})`;
    }
    case 'time': {
      const [, hour, minute, second] = /^(\d\d):(\d\d):(\d\d)/.exec(value) ?? [];
      return hour === undefined ? null : `TIME(${String(Number(hour))}, ${String(Number(minute))}, ${String(Number(second))})`;
    }
    default:
      return quoted(value);
  }
}

function literals(subject: Subject, value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : []).flatMap((one) => literal(subject, one) ?? []);
}

function several(name: string, parts: readonly string[]): string | null {
  const [first, ...others] = parts;
  if (first === undefined) return null;
  return others.length === 0 ? first : `${name}(${parts.join(', ')})`;
}

function writeOne({ field, op, value }: Draft, subject: Subject): string | null {
  const name = `{${field}}`;
  const one = literal(subject, value);
  const many = literals(subject, value);
  switch (op) {
    case 'blank':
      return `ISBLANK(${name})`;
    case 'not_blank':
      return `NOT(ISBLANK(${name}))`;
    case 'contains':
      return one === null ? null : `CONTAINS(${name}, ${one})`;
    case 'starts_with':
      return one === null ? null : `STARTSWITH(${name}, ${one})`;
    case 'in':
      return many.length === 1 ? `${name} = ${many.join('')}` : many.length === 0 ? null : `IN(${name}, ${many.join(', ')})`;
    case 'not_in':
      return many.length === 1 ? `${name} <> ${many.join('')}` : many.length === 0 ? null : `NOT(IN(${name}, ${many.join(', ')}))`;
    case 'has_any':
      return several('OR', many.map((item) => `CONTAINS(${name}, ${item})`));
    case 'has_all':
      return several('AND', many.map((item) => `CONTAINS(${name}, ${item})`));
    default: {
      const sign = signs[op];
      return one === null || sign === undefined ? null : `${name} ${sign} ${one}`;
    }
  }
}

/** The formula of conditions; what is not said to the end is left out, nothing at all is an empty text. */
export function writeConditions(group: Group, subjects: readonly Subject[]): string {
  const parts = group.parts.flatMap((part): readonly string[] => {
    if (isGroup(part)) {
      const written = writeConditions(part, subjects);
      return written === '' ? [] : [written];
    }
    const subject = subjects.find(({ id }) => id === part.field);
    const written = subject === undefined ? null : writeOne(part, subject);
    return written === null ? [] : [written];
  });
  return several(group.all ? 'AND' : 'OR', parts) ?? '';
}

/** The formula cannot be told as conditions. */
class NotConditions extends Error {}

function refuse(): never {
  throw new NotConditions();
}


/** Reads the tokens of a formula from left to right. */
class Reader {
  #at = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly subjects: readonly Subject[],
  ) {}

  get done(): boolean {
    return this.#at >= this.tokens.length;
  }

  part(): Part {
    const token = this.#take();
    if (token.type === 'field') return this.#comparison(this.#subject(token.text));
    if (token.type !== 'name') return refuse();
    this.#sign('(');
    const read = this.#call(token.text.toUpperCase());
    this.#sign(')');
    return read;
  }

  #call(name: string): Part {
    switch (name) {
      case 'AND':
      case 'OR':
        return joined(name === 'AND', this.#list(() => this.part()), this.subjects);
      case 'NOT':
        return opposite(this.part());
      case 'ISBLANK':
        return { field: this.#field().id, op: 'blank' };
      case 'IN': {
        const subject = this.#field();
        return { field: subject.id, op: 'in', value: this.#rest(() => this.#text()) };
      }
      case 'CONTAINS':
      case 'STARTSWITH': {
        const subject = this.#field();
        this.#sign(',');
        const value = this.#text();
        if (subject.filter === 'choices' || subject.filter === 'tags') return { field: subject.id, op: 'has_any', value: [value] };
        return { field: subject.id, op: name === 'CONTAINS' ? 'contains' : 'starts_with', value };
      }
      default:
        return refuse();
    }
  }

  #comparison(subject: Subject): Draft {
    const next = this.tokens[this.#at];
    // A yes or no stands for itself.
    if (subject.filter === 'bool' && (next === undefined || next.text === ',' || next.text === ')')) return { field: subject.id, op: 'eq', value: true };
    const sign = this.#take();
    const found = Object.entries(signs).find(([, written]) => sign.type === 'sign' && written === sign.text);
    const op = waysOf({ ...subject, filter: subject.filter === 'choice' ? 'number' : subject.filter }).find((one) => one === found?.[0]);
    if (op === undefined) return refuse();
    const value = this.#value(subject);
    if (subject.filter !== 'choice') return { field: subject.id, op, value };
    return op === 'eq' || op === 'ne' ? { field: subject.id, op: op === 'eq' ? 'in' : 'not_in', value: [String(value)] } : refuse();
  }

  #value(subject: Subject): string | boolean | { var: string } {
    const { type, text } = this.#take();
    const variable = variables.find(({ written, filters }) => type === 'name' && written === `${text.toUpperCase()}()` && filters.includes(subject.filter));
    if (variable !== undefined) {
      this.#sign('(');
      this.#sign(')');
      return { var: variable.name };
    }
    switch (subject.filter) {
      case 'text':
      case 'choice':
        return type === 'text' ? text : refuse();
      case 'number':
        if (type === 'sign' && text === '-') return `-${this.#number()}`;
        return type === 'number' ? text : refuse();
      case 'bool':
        return type === 'name' && /^(TRUE|FALSE)$/i.test(text) ? text.toUpperCase() === 'TRUE' : refuse();
      case 'date':
      case 'instant':
        return type === 'name' && text.toUpperCase() === 'DATE' ? this.#parts([4, 2, 2]).join('-') : refuse();
      case 'time':
        return type === 'name' && text.toUpperCase() === 'TIME' ? this.#parts([2, 2, 2]).join(':') : refuse();
      default:
        return refuse();
    }
  }

  /** The numbers of `DATE(2026, 3, 1)`, each so many digits long. */
  #parts(digits: readonly number[]): readonly string[] {
    this.#sign('(');
    const numbers = this.#list(() => this.#number());
    this.#sign(')');
    if (numbers.length !== digits.length) return refuse();
    return numbers.map((number, index) => (/^\d+$/.test(number) ? number.padStart(digits[index] ?? 0, '0') : refuse()));
  }

  #list<T>(one: () => T): readonly T[] {
    return [one(), ...this.#rest(one)];
  }

  #rest<T>(one: () => T): T[] {
    const read: T[] = [];
    while (this.tokens[this.#at]?.text === ',' && this.tokens[this.#at]?.type === 'sign') {
      this.#at += 1;
      read.push(one());
    }
    return read;
  }

  #field(): Subject {
    const { type, text } = this.#take();
    return type === 'field' ? this.#subject(text) : refuse();
  }

  #subject(id: string): Subject {
    return this.subjects.find((subject) => subject.id === id) ?? refuse();
  }

  #text(): string {
    const { type, text } = this.#take();
    return type === 'text' ? text : refuse();
  }

  #number(): string {
    const { type, text } = this.#take();
    return type === 'number' ? text : refuse();
  }

  #sign(text: string): void {
    const token = this.#take();
    if (token.type !== 'sign' || token.text !== text) refuse();
  }

  #take(): Token {
    const token = this.tokens[this.#at];
    this.#at += 1;
    return token ?? refuse();
  }
}

/** What a field holds of several values is one condition, not many. */
function joined(all: boolean, parts: readonly Part[], subjects: readonly Subject[]): Part {
  const [first] = parts;
  if (first !== undefined && !isGroup(first) && first.op === 'has_any' && parts.length > 1) {
    const items = parts.flatMap((part) => (isGroup(part) || part.op !== 'has_any' || part.field !== first.field || !Array.isArray(part.value) || part.value.length !== 1 ? [] : part.value));
    if (items.length === parts.length && subjects.some(({ id }) => id === first.field)) return { field: first.field, op: all ? 'has_all' : 'has_any', value: items };
  }
  return { all, parts };
}

function opposite(part: Part): Draft {
  if (isGroup(part)) return refuse();
  if (part.op === 'blank') return { ...part, op: 'not_blank' };
  return part.op === 'in' ? { ...part, op: 'not_in' } : refuse();
}

/** Whether each condition compares its field in a way that is offered for it, and with options that it has. */
function offered(part: Part, subjects: readonly Subject[]): boolean {
  if (isGroup(part)) return part.parts.every((one) => offered(one, subjects));
  const subject = subjects.find(({ id }) => id === part.field);
  if (subject === undefined || !waysOf(subject).includes(part.op)) return false;
  const { options } = subject;
  return options.length === 0 || !Array.isArray(part.value) || part.value.every((one) => options.includes(String(one)));
}

/** The conditions of a formula; null when it says more than conditions can. */
export function readConditions(formula: string, subjects: readonly Subject[]): Group | null {
  const tokens = readTokens(formula);
  if (tokens === null) return null;
  if (tokens.length === 0) return { all: true, parts: [] };
  const reader = new Reader(tokens, subjects);
  try {
    const part = reader.part();
    if (!reader.done || !offered(part, subjects)) return null;
    return isGroup(part) ? part : { all: true, parts: [part] };
  } catch (error) {
    if (error instanceof NotConditions) return null;
    throw error;
  }
}
