/** A server into which a package is imported while it serves, with people of its own: no demo data. */
import assert from 'node:assert/strict';
import { Client, run, scratch, serve } from '../../lib/server.mjs';
import { password } from './stage.mjs';

/** `people`: login → name and roles. Answers the server, the administrator and the ids of the people. */
export async function imported(folder, app, people, { env = {} } = {}) {
  const data = scratch('data');
  const command = async (...args) => {
    const { code, err } = await run([...args, '--data', data], { env: { MORTISE_USER_PASSWORD: password } });
    assert.equal(code, 0, err);
  };
  await command('user', 'add', 'boss', '--admin');
  const server = await serve(data, { env });
  await command('import', folder);
  for (const [login, { name }] of Object.entries(people)) await command('user', 'add', login, '--name', name);
  const boss = await new Client(server.address).signIn('boss', password);
  const { users } = await sent(boss, 'GET', '/api/admin/users');
  const ids = Object.fromEntries(users.map((user) => [user.login, user.id]));
  await installed(boss, app);
  const roles = new Set(Object.values(people).flatMap((one) => one.roles));
  for (const role of roles) {
    const holders = Object.entries(people).filter(([, one]) => one.roles.includes(role));
    await sent(boss, 'PUT', `/api/admin/roles/${app}/${role}`, { users: holders.map(([login]) => ids[login]) });
  }
  return { server, boss, ids };
}

/** A running server hears of an app that was imported beside it within two seconds. */
async function installed(client, id) {
  const until = Date.now() + 10_000;
  for (;;) {
    const { body } = await client.send('GET', '/api/packages');
    if (body.packages.some((found) => found.app === id)) return;
    assert.ok(Date.now() < until, `${id} is not installed: ${JSON.stringify(body)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Sends a request that is expected to succeed; answers its body. */
export async function sent(client, method, path, wanted) {
  const { status, body } = await client.send(method, path, wanted);
  assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}
