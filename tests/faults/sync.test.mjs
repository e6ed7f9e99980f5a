/** Every commit reaches the disk: a trace of system calls shows at least one fdatasync per acknowledged, single write. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratch, serve } from '../lib/server.mjs';
import { leave, place, prepared, signIn } from './leave.mjs';

test('a commit is not answered before it is on the disk', async () => {
  const data = await prepared('sync');
  const log = join(scratch('trace'), 'calls');
  const server = await serve(data, { wrapper: ['strace', '-f', '-qq', '-e', 'trace=fdatasync,fsync', '-o', log] });
  const client = await signIn(server);
  const calls = () => readFileSync(log, 'utf8').split('\n').filter((line) => /f(data)?sync\(/.test(line)).length;
  const before = calls();
  const writes = 10;
  for (let number = 0; number < writes; number += 1) {
    const { status, body } = await client.send('POST', place, leave(`第 ${number} 次`));
    assert.equal(status, 201, JSON.stringify(body));
  }
  const made = calls() - before;
  assert.ok(made >= writes, `${writes} single writes, ${made} syncs`);
  await server.kill();
});
