/** Every commit reaches the disk: a trace of system calls shows at least one fdatasync per acknowledged, single write. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client, run, scratch, serve } from '../lib/server.mjs';

test('a commit is not answered before it is on the disk', async () => {
  const data = scratch('sync');
  const log = join(scratch('trace'), 'calls');
  const env = { MORTISE_USER_PASSWORD: 'sheng-dian-le-2026' };
  await run(['import', '--data', data, 'examples/leave-request', '--demo']);
  await run(['user', '--data', data, 'add', 'writer'], { env });
  await run(['user', '--data', data, 'grant', 'writer', 'leave', 'employee']);
  const server = await serve(data, { wrapper: ['strace', '-f', '-qq', '-e', 'trace=fdatasync,fsync', '-o', log] });
  const client = await new Client(server.address).signIn('writer', env.MORTISE_USER_PASSWORD);
  const calls = () => readFileSync(log, 'utf8').split('\n').filter((line) => /f(data)?sync\(/.test(line)).length;
  const before = calls();
  const writes = 10;
  for (let number = 0; number < writes; number += 1) {
    const values = { kind: 'annual', from: '2026-03-02', to: '2026-03-03', reason: `第 ${number} 次` };
    const { status, body } = await client.send('POST', '/api/apps/leave/forms/request/records', { values });
    assert.equal(status, 201, JSON.stringify(body));
  }
  const made = calls() - before;
  assert.ok(made >= writes, `${writes} single writes, ${made} syncs`);
  await server.kill();
});
