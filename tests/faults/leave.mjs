/** A server with the leave app and one person who may file. */
import assert from 'node:assert/strict';
import { Client, run, scratch, serve } from '../lib/server.mjs';

export const password = 'sheng-dian-le-2026';
export const place = '/api/apps/leave/forms/request/records';

/** What a writer files: distinct by its reason. */
export function leave(reason) {
  return { values: { kind: 'annual', from: '2026-03-02', to: '2026-03-03', reason } };
}

/** Prepares data with the app, an administrator and the person `writer`. */
export async function prepared(name) {
  const data = scratch(name);
  const env = { MORTISE_USER_PASSWORD: password };
  const command = async (...args) => {
    const { code, err } = await run([...args, '--data', data], { env });
    assert.equal(code, 0, err);
  };
  await command('import', 'examples/leave-request');
  await command('user', 'add', 'boss', '--admin');
  await command('user', 'add', 'writer');
  const server = await serve(data);
  const boss = await new Client(server.address).signIn('boss', password);
  const users = await boss.send('GET', '/api/admin/users?search=writer');
  const writer = users.body.users.find((user) => user.login === 'writer');
  const bound = await boss.send('PUT', '/api/admin/roles/leave/employee', { users: [writer.id] });
  assert.equal(bound.status, 200, JSON.stringify(bound.body));
  await server.stop();
  return data;
}

export function signIn(server) {
  return new Client(server.address).signIn('writer', password);
}
