/**
 * The server under load, with many records and a person who sees one department of twenty: CPU of its process per request, time to the
 * first answer, memory. `MORTISE=target/release/mortise node tests/load/bench.mjs [records]`
 *
 * Lines that begin with `figure` are for `cargo xtask bench`: name, value, unit, bound, budget, and against what it was measured.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Client, run, scratch, serve } from '../lib/server.mjs';
import { login, order, place, write } from './app.mjs';

const records = Number(process.argv[2] ?? 100_000);
const password = 'mortise-demo';
const callers = 16;
const warmUp = 200;
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

const figure = (name, value, unit, bound, budget, against = '') => console.log(['figure', name, value, unit, bound, budget, against].join('\t'));
const middle = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
const at = (times, part) => [...times].sort((a, b) => a - b)[Math.floor(times.length * part)];

/** CPU seconds of a process so far: user and system, all its threads. */
function cpu(pid) {
  const after = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(after[11]) + Number(after[12])) / ticks;
}

const megabytes = (pid, word) => Number(new RegExp(`${word}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;

/** A plain client that keeps its connections; `fetch` would cost more than the server. */
function sender(server, client) {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const { hostname, port } = new URL(server.address);
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = { Cookie: client.cookie, 'X-CSRF-Token': client.csrf, Origin: server.address };
      if (text !== undefined) Object.assign(headers, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      if (method !== 'GET') headers['Idempotency-Key'] = crypto.randomUUID();
      const asked = request({ agent, hostname, port, path, method, headers }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const said = Buffer.concat(parts).toString();
          if (answer.statusCode >= 300) reject(new Error(`${method} ${path}: ${answer.statusCode} ${said}`));
          else resolve(JSON.parse(said));
        });
      });
      asked.on('error', reject);
      asked.end(text);
    });
}

/** CPU of the server per request with several callers, and how long a caller who is alone waits. */
async function measure(server, times, ask) {
  const waits = [];
  for (let number = 0; number < warmUp; number += 1) {
    const begun = performance.now();
    await ask(number);
    waits.push(performance.now() - begun);
  }
  let next = warmUp;
  const before = cpu(server.pid);
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (next < warmUp + times) {
        next += 1;
        await ask(next);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  return { cpu: ((cpu(server.pid) - before) / times) * 1000, alone: middle(waits), most: at(waits, 0.95), rate: times / seconds };
}

async function prepared() {
  const folder = scratch('bench-app');
  const data = scratch('bench');
  write(folder, records);
  const begun = performance.now();
  const { code, err } = await run(['import', folder, '--demo', '--data', data]);
  if (code !== 0) throw new Error(err);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${records} records filed by the app's own commands in ${seconds.toFixed(0)} s (${Math.round(records / seconds)}/s)`);
  return data;
}

/** Until the first answer of a server that has its data already. */
async function started(data) {
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    const server = await serve(data);
    times.push(performance.now() - begun);
    await server.stop();
  }
  return middle(times);
}

const program = process.env.MORTISE;
if (program !== undefined) figure('binary with the web app inside', (statSync(program).size / 1e6).toFixed(1), 'MB', '<=', 60);
const data = await prepared();
figure('start with data present to the first answer', ((await started(data)) / 1000).toFixed(2), 's', '<=', 1, `${records} records`);
const server = await serve(data);
const client = await new Client(server.address).signIn(login(7), password);
const send = sender(server, client);
const idle = megabytes(server.pid, 'VmRSS');
figure('idle memory (RSS)', idle.toFixed(1), 'MB', '<=', 60, 'after start and one sign-in');

const page = { filter: { field: 'state', op: 'eq', value: 'open' }, sort: [{ field: '_created_at', dir: 'desc' }], limit: 50 };
const shown = await send('POST', `${place}/query`, page);
if (shown.rows.length !== 50) throw new Error(`a page has ${shown.rows.length} rows`);
const against = `${records} records, 1 department of 20, ${callers} callers`;
const report = (name, { cpu: spent, alone, most, rate }, budget) => {
  figure(`${name}: CPU of the server`, spent.toFixed(3), 'ms', '<=', budget, against);
  console.log(`${name}: alone ${alone.toFixed(2)} ms (median), ${most.toFixed(2)} ms (p95); ${Math.round(rate)}/s with ${callers} callers`);
};
const keys = shown.rows.map((row) => row.id);
report('read', await measure(server, 4000, (number) => send('GET', `${place}/${keys[number % keys.length]}`)), 0.3);
report('list page, state filter, newest first', await measure(server, 2000, () => send('POST', `${place}/query`, page)), 1.5);
report('list page of a view', await measure(server, 1000, () => send('POST', `${place}/query`, { view: 'open', limit: 50 })), 1.5);
report('create, 12 fields', await measure(server, 4000, (number) => send('POST', place, order(number))), 1);
console.log(`memory after the load: ${megabytes(server.pid, 'VmRSS').toFixed(1)} MB (most ${megabytes(server.pid, 'VmHWM').toFixed(1)} MB), data folder ${join(data)}`);
await server.stop();
