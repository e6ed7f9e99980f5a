/**
 * The workloads of the form engine's bench (`--workloads`) for other engines: a formula becomes that engine's own syntax, and answers are
 * compared with those that the bench knows. Nothing here calculates an answer.
 */
import { readFileSync } from 'node:fs';

/** What a formula of the workloads is made of. */
const TOKEN = /\s*(?:\{([a-z0-9_.]+)\}|([A-Z]+)\(|[0-9.]+|[-+*/>()])/y;

/** Writes a formula in another syntax: `field(id)` a value, `total(table, column)` a sum over rows. */
export function translate(formula, { field, total }) {
  let written = '';
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < formula.length) {
    const found = TOKEN.exec(formula);
    if (found === null) throw new Error(`cannot translate \`${formula}\``);
    const [plain, name, call] = found;
    if (call === 'SUM') {
      const end = formula.indexOf(')', TOKEN.lastIndex);
      const [table, column] = formula.slice(TOKEN.lastIndex, end).replace(/[{}]/g, '').split('.');
      written += total(table, column);
      TOKEN.lastIndex = end + 1;
    } else if (call !== undefined) throw new Error(`cannot translate ${call}`);
    else written += name === undefined ? plain : ` ${field(name)}`;
  }
  return written.trim();
}

/** The workloads, with whole numbers and texts of digits as numbers: the other engines know no decimals. */
export function workloads(path) {
  return JSON.parse(readFileSync(path, 'utf8')).map((workload) => ({ ...workload, values: plain(workload.values) }));
}

function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return typeof value === 'string' && /^-?[0-9.]+$/.test(value) ? Number(value) : value;
}

/** How many of the expected values an engine has: `read(path)` answers one of them. */
export function rightOf(workload, read) {
  return workload.expected.filter(([path, value]) => Number(read(path)) === Number(value)).length;
}

/** CPU milliseconds of this process, user and system, all threads: steadier than time on a machine that does other things. */
export function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function timed(work) {
  const from = cpu();
  const answer = work();
  return [cpu() - from, answer];
}

export const median = (list) => [...list].sort((left, right) => left - right)[list.length >> 1];
