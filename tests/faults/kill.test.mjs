/**
 * The power goes off while eight people write. Clients log what was acknowledged and repeat what was not answered under the same key.
 * Afterwards nothing acknowledged is missing and nothing is there twice.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../lib/server.mjs';
import { leave, place, prepared, signIn } from './leave.mjs';

const rounds = Number(process.env.SOAK_ROUNDS ?? 3);
const writers = 8;

/** One writer: files records until the server is gone. Answers what was acknowledged and what was not answered. */
async function write(client, round, writer) {
  const acknowledged = [];
  for (let number = 0; ; number += 1) {
    const key = crypto.randomUUID();
    const reason = `${round}-${writer}-${number}-${key}`;
    const body = leave(reason);
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
  const data = await prepared('kill');
  const expected = new Set();
  let server = await serve(data);
  const people = () => Promise.all(Array.from({ length: writers }, () => signIn(server)));
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
