// Measures the browser engine on the workloads of the form engine's bench.
// cargo run --release -p form-engine --example bench -- --workloads > w.json; node crates/engine-wasm/tests/bench.mjs <module> w.json
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [modulePath, workloadsPath] = process.argv.slice(2);
const bytes = readFileSync(modulePath);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const began = performance.now();
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
const started = performance.now() - began;

function call(request) {
  const text = encoder.encode(JSON.stringify(request));
  const at = exports.alloc(text.length);
  new Uint8Array(exports.memory.buffer, at, text.length).set(text);
  const packed = BigInt.asUintN(64, exports.call(at, text.length));
  const [pointer, length] = [Number(packed >> 32n), Number(packed & 0xffffffffn)];
  const answer = JSON.parse(decoder.decode(new Uint8Array(exports.memory.buffer, pointer, length)));
  exports.free(pointer, length);
  if (answer.error) throw new Error(JSON.stringify(answer.error));
  return answer.ok;
}

function timed(work) {
  const from = performance.now();
  const answer = work();
  return [performance.now() - from, answer];
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
/** Load and edit, for the workloads with a stated budget. */
const budgets = { "wide-500f-200calc-100vis": [15, 0.3], "table-1000x6": [30, 0.5] };
const figure = (name, value, budget, against = "wasm in Node") => console.log(["figure", name, value, "ms", "<=", budget, against].join("\t"));
figure("browser engine, compile and start", started.toFixed(1), 10);
console.log(`compiled and started in ${started.toFixed(1)} ms`);
/** How often a form is loaded and opened; the middle counts, the first is told beside it: then the module's code is still cold. */
const rounds = 31;
for (const w of JSON.parse(readFileSync(workloadsPath, "utf8"))) {
  const loads = [];
  const opens = [];
  let form, session, state;
  for (let round = 0; round < rounds; round += 1) {
    // As the pages do when somebody leaves a form.
    if (session !== undefined) call({ op: "batch", calls: [{ op: "close", session }, { op: "close", form }] });
    const [load, loaded] = timed(() => call({ op: "load", form: w.form }));
    ({ form } = loaded);
    const [open, opened] = timed(() => call({ op: "open", form, now: "2026-03-01T00:00:00Z", values: w.values }));
    loads.push(load);
    opens.push(open);
    ({ session, state } = opened);
  }
  const [load, open] = [median(loads), median(opens)];
  const edits = w.edits.map(([path, value]) => {
    const [table, row, column] = path.split("/");
    const at = column === undefined ? path : [table, state.tables[table].rows[Number(row)].key, column];
    return timed(() => call({ op: "edit", session, path: at, value }))[0];
  });
  const last = call({ op: "state", session });
  const cellAt = (path) => {
    const [table, row, column] = path.split("/");
    return column === undefined ? last.cells[path] : last.tables[table].rows[Number(row)].cells[column];
  };
  const right = w.expected.filter(([path, value]) => Number(cellAt(path).value) === Number(value)).length;
  const [check] = timed(() => call({ op: "submit", session }));
  console.log(`${w.name}: load ${load.toFixed(2)} ms (first ${loads[0].toFixed(1)}), open ${open.toFixed(2)} ms (first ${opens[0].toFixed(1)}), edit ${median(edits).toFixed(3)} ms, submit ${check.toFixed(2)} ms, ${right}/${w.expected.length} right`);
  console.log(["figure", `form ${w.name}, right answers of the browser engine`, right, `of ${w.expected.length}`, ">=", w.expected.length, "wasm in Node"].join("\t"));
  if (budgets[w.name] !== undefined) {
    figure(`form ${w.name}, load and open in the browser engine`, (load + open).toFixed(2), budgets[w.name][0], `wasm in Node, middle of ${rounds}; the first ${(loads[0] + opens[0]).toFixed(0)} ms`);
    figure(`form ${w.name}, one edit in the browser engine`, median(edits).toFixed(3), budgets[w.name][1]);
  }
}
