/** Nobody reads the log any more, as when the program behind a pipe has ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../lib/server.mjs';
import { leave, place, prepared, signIn } from './leave.mjs';

test('a server whose log nobody reads goes on, and stops when it is told to', { timeout: 60_000 }, async () => {
  const server = await serve(await prepared('unread-log'), { env: { MORTISE_LOG: 'debug' } });
  const client = await signIn(server);
  server.child.stdout.destroy();
  server.child.stderr.destroy();
  const { status, body } = await client.send('POST', place, leave('nobody reads the log'));
  assert.equal(status, 201, JSON.stringify(body));
  server.signal('SIGTERM');
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('it is still there after 20 s')), 20_000).unref());
  try {
    assert.equal(await Promise.race([server.gone, late]), 0);
  } finally {
    await server.kill();
  }
});
