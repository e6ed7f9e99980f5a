// Runs the cases of `tests/cases/forms` in the browser engine, checks that the module imports nothing, and says how large and how quick it is.
// node crates/engine-wasm/tests/wasm.mjs <engine_wasm.wasm> [--small] [file of cases …]
// With --small, forms that the module hands over to the whole engine are left out and counted.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { performance } from "node:perf_hooks";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "../../../tests/cases/forms");
const [modulePath, ...others] = process.argv.slice(2);
const small = others.includes("--small");
const chosen = others.filter((other) => other !== "--small");
if (!modulePath) throw new Error("usage: node wasm.mjs <engine_wasm.wasm> [file of cases …]");
const bytes = readFileSync(modulePath);
const failures = [];

const module = new WebAssembly.Module(bytes);
const imports = WebAssembly.Module.imports(module);
if (imports.length > 0) failures.push(`the module imports ${JSON.stringify(imports)}`);
const began = performance.now();
const { exports } = new WebAssembly.Instance(module, {});
const started = performance.now() - began;

function call(request) {
  const text = new TextEncoder().encode(JSON.stringify(request, (_key, value) => (typeof value === "string" ? value.normalize("NFC") : value)));
  const at = exports.alloc(text.length);
  new Uint8Array(exports.memory.buffer, at, text.length).set(text);
  const packed = BigInt.asUintN(64, exports.call(at, text.length));
  const [pointer, length] = [Number(packed >> 32n), Number(packed & 0xffffffffn)];
  const answer = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, pointer, length));
  exports.free(pointer, length);
  return JSON.parse(answer);
}

function ok(request) {
  const answer = call(request);
  if (answer.error) throw new Error(`${request.op}: ${answer.error.code} ${answer.error.message?.en}`);
  return answer.ok;
}

const same = (left, right) => {
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && left.every((item, at) => same(item, right[at]));
  if (left && right && typeof left === "object" && typeof right === "object" && !Array.isArray(left) && !Array.isArray(right))
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => same(left[key] ?? null, right[key] ?? null));
  return left === right;
};

/** Whether all that is expected is there; more may be. */
function subset(expected, found) {
  if (Array.isArray(expected)) return Array.isArray(found) && expected.length === found.length && expected.every((item, at) => subset(item, found[at]));
  if (expected && typeof expected === "object") return Object.entries(expected).every(([key, item]) => subset(item, found?.[key]));
  return expected === found;
}

function findCell(state, path) {
  const [table, row, column] = path.split("/");
  return column === undefined ? (state.cells[path] ?? state.tables[path] ?? {}) : (state.tables[table]?.rows[Number(row)]?.cells[column] ?? {});
}

function shown(cell, key) {
  if (key === "faults") return (cell.faults ?? []).map((fault) => fault.code);
  if (key === "rows") return cell.rows?.length ?? null;
  if (key === "error") return cell.error?.code ?? null;
  // What is usual is left out.
  if (key === "visible") return cell.visible !== false;
  if (["required", "readonly", "touched"].includes(key)) return cell[key] === true;
  return cell[key] ?? null;
}

class Run {
  constructor(label, form, open) {
    this.label = label;
    const opened = ok({ op: "open", form, now: "2026-03-01T02:00:00Z", ...open });
    this.session = opened.session;
    this.mirror = opened.state;
  }

  fail(index, what) {
    failures.push(`${this.label}, step ${index + 1}: ${what}`);
  }

  state() {
    return ok({ op: "state", session: this.session });
  }

  path(text) {
    const [table, row, column] = text.split("/");
    return column === undefined ? text : [table, this.state().tables[table].rows[Number(row)].key, column];
  }

  request(step) {
    const session = this.session;
    if ("edit" in step) return { op: "edit", session, path: this.path(step.edit), value: step.value };
    if ("facts" in step) return { op: "facts", session, facts: step.facts };
    if ("now" in step) return { op: "facts", session, now: step.now };
    if (!("rows" in step)) return null;
    const keys = (this.state().tables[step.rows.table]?.rows ?? []).map((row) => row.key);
    const rows = { ...step.rows };
    if (rows.do === "remove") rows.rows = rows.rows.map((at) => keys[at]);
    if ("row" in rows) rows.row = keys[rows.row];
    return { op: "rows", session, ...rows };
  }

  // A renderer that only ever applies what changed must end with the same state as one that asks for all of it.
  apply(changes) {
    Object.assign(this.mirror.cells, changes.cells);
    for (const [id, changed] of Object.entries(changes.tables)) {
      const { order, rows, own } = changed;
      const before = this.mirror.tables[id];
      const known = new Map(before.rows.map((row) => [row.key, row]));
      for (const row of rows ?? []) {
        const old = known.get(row.key) ?? { ...row, cells: {} };
        known.set(row.key, { ...old, cells: { ...old.cells, ...row.cells } });
      }
      const kept = (order ?? before.rows.map((row) => row.key)).map((key) => known.get(key));
      this.mirror.tables[id] = { ...(own ?? before), rows: kept };
    }
  }

  changedNames(changes) {
    const names = Object.keys(changes.cells);
    const state = this.state();
    for (const [id, table] of Object.entries(changes.tables)) {
      if ("own" in table) names.push(id);
      for (const row of table.rows ?? []) {
        const at = state.tables[id].rows.findIndex((other) => other.key === row.key);
        names.push(...Object.keys(row.cells).map((column) => `${id}/${at}/${column}`));
      }
    }
    return names.sort();
  }

  step(index, step) {
    const request = this.request(step);
    if (request) this.act(index, step, request);
    if (step.submit) {
      const answer = ok({ op: "submit", session: this.session });
      const faults = answer.faults.map((fault) => `${fault.pointer} ${fault.code}`);
      if (step.submit.faults && !same(faults, step.submit.faults)) this.fail(index, `faults ${faults}, expected ${step.submit.faults}`);
      if (step.submit.values && !same(answer.values, step.submit.values))
        this.fail(index, `values ${JSON.stringify(answer.values)}, expected ${JSON.stringify(step.submit.values)}`);
    }
    for (const [path, expected] of Object.entries(step.why ?? {})) {
      const found = ok({ op: "why", session: this.session, path: this.path(path) });
      if (found.length !== expected.length || !subset(expected, found)) this.fail(index, `why ${path}: ${JSON.stringify(found)}`);
    }
    const state = this.state();
    for (const [path, expected] of Object.entries(step.expect ?? {}))
      for (const [key, value] of Object.entries(expected)) {
        const found = shown(findCell(state, path), key);
        if (!same(found, value)) this.fail(index, `${path} ${key}: ${JSON.stringify(found)}, expected ${JSON.stringify(value)}`);
      }
  }

  act(index, step, request) {
    const answer = call(request);
    const code = answer.error?.code;
    if (code !== step.refused) this.fail(index, `refused with ${code} ${answer.error?.message?.en ?? ""}, expected ${step.refused}`);
    if (!answer.ok) return;
    const names = this.changedNames(answer.ok);
    if (step.changed && !same(names, [...step.changed].sort())) this.fail(index, `changed ${names}, expected ${step.changed}`);
    const needs = answer.ok.pending_facts.map((need) => `${need.field} ${need.record} ${need.fields.join(",")}`);
    if (step.needs && !same(needs, step.needs)) this.fail(index, `needs ${JSON.stringify(needs)}`);
    this.apply(answer.ok);
    if (!same(this.mirror, this.state())) this.fail(index, "the changes do not add up to the state");
  }
}

let [count, handedOver] = [0, 0];

/** A form that is made ready; null when the small module hands it over. */
function load(request) {
  const loaded = ok({ op: "load", ...request });
  if (!loaded.whole) return loaded;
  handedOver += 1;
  if (!small) failures.push(`${request.form.id}: the whole engine hands over`);
  return null;
}

for (const name of chosen.length > 0 ? chosen : readdirSync(folder).filter((name) => name.endsWith(".json")).sort()) {
  const file = JSON.parse(readFileSync(join(folder, name), "utf8"));
  const loaded = load({ form: file.form, forms: file.forms ?? [], dictionaries: file.dictionaries ?? [] });
  if (loaded === null) continue;
  const { form, diagnostics } = loaded;
  const found = diagnostics.map((one) => `${one.code} ${one.pointer}`);
  count += 1;
  if (!same(found, file.diagnostics ?? [])) failures.push(`${name}: diagnostics ${JSON.stringify(found)}`);
  for (const one of file.cases ?? []) {
    count += 1;
    try {
      const run = new Run(`${name}: ${one.name}`, form, one.open ?? {});
      one.steps.forEach((step, index) => run.step(index, step));
      ok({ op: "close", session: run.session });
    } catch (error) {
      failures.push(`${name}: ${one.name}: ${error.stack}`);
    }
  }
}

/** A value that is entered: what the field holds then, and the codes of what is wrong with it. */
function entered(form, group, one) {
  const { session } = ok({ op: "open", form, now: one.now ?? group.now ?? "2026-03-01T02:00:00Z", facts: group.facts ?? {}, ...(one.record ? { record: one.record } : {}) });
  const codes = [];
  for (const [path, value] of [...Object.entries(one.values ?? {}), ["x", one.value]]) {
    const answer = call({ op: "edit", session, path, value });
    if (answer.error) codes.push(answer.error.code);
  }
  codes.push(...ok({ op: "submit", session }).faults.map((fault) => fault.code));
  const { value } = ok({ op: "state", session }).cells.x ?? {};
  ok({ op: "close", session });
  return { value: value ?? null, codes };
}

const kinds = join(folder, "controls");
/** The table of regions is on the server, which adds their names and refuses what is none. */
const servers = new Set(["region", "address"]);
for (const name of chosen.length > 0 ? [] : readdirSync(kinds).sort()) {
  const kind = name.replace(".json", "");
  if (servers.has(kind)) continue;
  for (const [index, group] of JSON.parse(readFileSync(join(kinds, name), "utf8")).entries()) {
    if (group.findings) continue;
    const field = { id: "x", kind, label: { "zh-CN": "控件", en: "Control" }, ...group.settings };
    const form = { format: 1, id: "sheet", label: "Sheet", fields: [field, ...(group.beside ?? [])] };
    const loaded = load({ form, forms: group.forms ?? [], dictionaries: group.dictionaries ?? [] });
    if (loaded === null) continue;
    const described = loaded.description.fields[0];
    if (described.origin !== "entered" || described.type.rows) continue;
    for (const one of group.ok ?? []) {
      count += 1;
      const { value, codes } = entered(loaded.form, group, one);
      const expected = "stored" in one ? one.stored : one.value;
      if (codes.length > 0 || !same(value, expected)) failures.push(`${kind} ${index + 1}: ${JSON.stringify(one.value)} becomes ${JSON.stringify(value)}, ${codes}`);
    }
    for (const one of group.refused ?? []) {
      count += 1;
      const { codes } = entered(loaded.form, group, one);
      if (!codes.includes(one.code)) failures.push(`${kind} ${index + 1}: ${JSON.stringify(one.value)} is refused with ${codes}, expected ${one.code}`);
    }
  }
}

/** Recurring moments, on the calendar of an office. The engine gets zones as data; that of the office needs none. */
const recurrences = new URL("../../../tests/cases/recurrences/", import.meta.url);
for (const name of small || chosen.length > 0 ? [] : readdirSync(recurrences)) {
  const { holidays, makeup_days, cases } = JSON.parse(readFileSync(new URL(name, recurrences), "utf8"));
  const week = Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, ["09:00-18:00"]]));
  const definition = {
    format: 1, id: "office", label: "Office", time_zone: "Asia/Shanghai", week, makeup_hours: ["09:00-18:00"],
    holidays: holidays.map((from) => ({ from, label: "Holiday" })), makeup_days: makeup_days.map((date) => ({ date, label: "Make-up day" })),
  };
  const calendars = { default: "office", zones: [], definitions: [definition] };
  for (const { name: told, recurrence, after, expect } of cases.filter(({ zone }) => zone === definition.time_zone)) {
    count += 1;
    const [answer] = ok({ op: "calendar", calendars, questions: [{ ask: "next", recurrence, after, count: expect.length }] }).answers;
    if (!same(answer.moments, expect)) failures.push(`${told}: ${JSON.stringify(answer.moments)}`);
  }
}

const [dead, unknown, bad] = [call({ op: "state", session: 99999 }), call({ op: "dance" }), call({ op: "edit", session: 1, colour: 2 })];
if (dead.error?.code !== "E0002" || unknown.error?.code !== "E0001" || bad.error?.code !== "E0001") failures.push("bad requests are not refused in words");
const formula = (text) => ({ op: "formula", formula: text });
const batch = ok({ op: "batch", calls: [formula("1+2"), formula("1/0"), formula("1+"), { op: "batch", calls: [] }] });
const right = batch[0].ok?.answer.value === "3" && batch[1].ok?.answer.value === "#DIV/0!" && batch[2].ok?.faults.length > 0;
if ((!small && !right) || batch[3].error?.code !== "E0003") failures.push(`batch: ${JSON.stringify(batch)}`);

const size = (length) => `${Math.round(length / 1000)} kB`;
console.log(`module ${size(bytes.length)}, ${size(gzipSync(bytes, { level: 9 }).length)} gzip, instantiated in ${started.toFixed(1)} ms, ${imports.length} imports`);
console.log(`${count} checked, ${failures.length} failed${small ? `, ${handedOver} forms are for the whole engine` : ""}`);
for (const failure of failures) console.log(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
