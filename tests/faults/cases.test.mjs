/**
 * The power goes off while people work on cases: approvals of several, parallel branches, cases of another form, timers, calls of a system
 * outside. Afterwards nothing acknowledged is missing, nothing happened twice, no case is stuck, and every case replays to its state.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Postgres } from '../lib/postgres.mjs';
import { Workshop, ledger, orders } from './workshop.mjs';

/** How long it goes on; the last orders are finished afterwards. */
const minutes = Number(process.env.SOAK_MINUTES ?? 0.25);
/** What a killed server had leased comes back after 20 seconds. */
const patience = 60;

async function crashes(database, crash) {
  const outside = await ledger();
  const workshop = new Workshop(database);
  try {
    return await worked(workshop, outside, crash);
  } finally {
    await workshop.server?.kill();
    outside.close();
  }
}

async function worked(workshop, outside, crash) {
  await workshop.prepare(outside.address);
  const end = Date.now() + minutes * 60_000;
  let kills = 0;
  for (; Date.now() < end; kills += 1) {
    const working = workshop.load();
    // What fails before the power goes is told after it.
    working.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 4_000));
    // Now and then it is the database that goes.
    const whole = crash !== undefined && kills % 5 === 4;
    workshop.dying = whole;
    if (whole) await crash.down();
    await workshop.server.kill();
    const open = await working;
    if (whole) await crash.up();
    workshop.dying = false;
    await workshop.begin();
    await workshop.settle(open);
  }
  await workshop.finish(patience);
  const filed = await workshop.records(orders, ['subject', 'entry']);
  const said = await workshop.said();
  await workshop.server.stop();
  const { code, out } = await workshop.command('doctor', '--cases');
  assert.equal(code, 0, out);

  alike(workshop.subjects, filed.map(({ values }) => values.subject));
  alike(workshop.opinions, said);
  const entries = filed.map(({ values }) => Number(values.entry));
  assert.equal(new Set(entries).size, entries.length, 'each order has an entry of its own');
  assert.deepEqual([...entries].sort((a, b) => a - b), [...outside.entries.values()].sort((a, b) => a - b), 'the ledger was asked once for each');
  const replayed = /cases: (.*)/.exec(out)[1];
  return `${kills} power cuts in ${minutes} min, ${filed.length} orders, ${said.length} acts, 0 missing, 0 twice, 0 stuck; ${replayed}`;
}

function alike(acknowledged, found) {
  const counted = new Map();
  for (const one of found) counted.set(one, (counted.get(one) ?? 0) + 1);
  const missing = [...acknowledged].filter((one) => !counted.has(one));
  const twice = [...counted].filter(([, count]) => count > 1);
  const unasked = [...counted.keys()].filter((one) => !acknowledged.has(one));
  assert.deepEqual({ missing, twice, unasked }, { missing: [], twice: [], unasked: [] });
}

test('cases outlive power cuts on SQLite', { timeout: 3_600_000 }, async () => {
  console.log(`SQLite: ${await crashes()}`);
});

test('cases outlive power cuts on PostgreSQL', { timeout: 3_600_000 }, async () => {
  const postgres = await Postgres.start();
  try {
    console.log(`PostgreSQL: ${await crashes(postgres.url, { down: () => postgres.crash(), up: () => postgres.again() })}`);
  } finally {
    await postgres.crash();
  }
});
