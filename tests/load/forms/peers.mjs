// Other form engines on the workloads of ours: node tests/load/forms/peers.mjs <workloads.json>
// CPU milliseconds; a wrong answer counts. The figures have no budget: they stand beside ours.
import { readFileSync } from 'node:fs';
import { formily } from './formily.mjs';
import { surveyjs } from './surveyjs.mjs';
import { median, rightOf, timed, workloads } from './workloads.mjs';

const version = (name) => JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
const engines = [
  ['survey-core', surveyjs],
  ['@formily/core', formily],
];
const [, , path] = process.argv;
const figure = (name, value, against) => console.log(['figure', name, value, 'ms', '', '', against].join('\t'));

for (const [name, engine] of engines) {
  for (const workload of workloads(path)) {
    const [load, made] = timed(() => engine(workload, workload.values));
    const edits = workload.edits.map(([at, value]) => timed(() => made.edit(at, value))[0]);
    const right = `${rightOf(workload, made.read)}/${workload.expected.length} right`;
    const against = `${name} ${version(name)}, ${right}`;
    figure(`form ${workload.name}, load and open: ${name}`, load.toFixed(1), against);
    figure(`form ${workload.name}, one edit: ${name}`, median(edits).toFixed(3), against);
  }
}
