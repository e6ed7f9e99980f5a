/**
 * The power goes off while eight people write. Clients log what was acknowledged and repeat what was not answered under the same key.
 * Afterwards nothing acknowledged is missing and nothing is there twice.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, run, scratch, serve } from '../lib/server.mjs';

const rounds = Number(process.env.SOAK_ROUNDS ?? 3);
const writers = 8;
const place = '/api/apps/leave/forms/request/records';

/** One writer: files records until the server is gone. Answers what was acknowledged and what was not answered. */
async function write(client, round, writer) {
  const acknowledged = [];
  for (let number = 0; ; number += 1) {
    const key = crypto.randomUUID();
    const reason = `${round}-${writer}-${number}-${key}`;
    const body = { values: { kind: 'annual', from: '2026-03-02', to: '2026-03-03', reason } };
    try {
      const answer = await client.send('POST', place, body, { key });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      acknowledged.push(reason);
    } catch (fault) {
      if (fault instanceof assert.AssertionError) throw fault;
      return { acknowledged, open: { key, reason, body } };
    }
  }
}

async function all(client) {
  const reasons = [];
  for (let after; ; ) {
    const { status, body } = await client.send('POST', `${place}/query`, { limit: 500, columns: ['reason'], ...(after === undefined ? {} : { after }) });
    assert.equal(status, 200, JSON.stringify(body));
    reasons.push(...body.rows.map((row) => row.values.reason));
    if (body.next === null || body.next === undefined) return reasons;
    after = body.next;
  }
}

test(`nothing acknowledged is lost and nothing happens twice in ${rounds} power cuts`, async () => {
  const data = scratch('kill');
  const env = { MORTISE_USER_PASSWORD: 'sheng-dian-le-2026' };
  await run(['import', '--data', data, 'examples/leave-request', '--demo']);
  const added = await run(['user', '--data', data, 'add', 'writer'], { env });
  assert.equal(added.code, 0, added.err);
  const bound = await run(['user', '--data', data, 'grant', 'writer', 'leave', 'employee']);
  assert.equal(bound.code, 0, bound.err);
  const expected = new Set();
  let server = await serve(data);
  const people = async () =>
    Promise.all(Array.from({ length: writers }, () => new Client(server.address).signIn('writer', env.MORTISE_USER_PASSWORD)));
  for (let round = 0; round < rounds; round += 1) {
    const clients = await people();
    const writing = clients.map((client, writer) => write(client, round, writer));
    const moment = 150 + Math.floor(Math.random() * 350);
    await new Promise((resolve) => setTimeout(resolve, moment));
    await server.kill();
    const results = await Promise.all(writing);
    server = await serve(data);
    const [again] = await people();
    for (const { acknowledged, open } of results) {
      for (const reason of acknowledged) expected.add(reason);
      const answer = await again.send('POST', place, open.body, { key: open.key });
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      expected.add(open.reason);
    }
  }
  const [reader] = await people();
  const found = await all(reader);
  const counted = new Map();
  for (const reason of found) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  const missing = [...expected].filter((reason) => !counted.has(reason));
  const twice = [...counted].filter(([, count]) => count > 1);
  assert.deepEqual({ missing, twice }, { missing: [], twice: [] });
  console.log(`${rounds} power cuts, ${expected.size} records, 0 missing, 0 twice`);
  await server.stop();
});
