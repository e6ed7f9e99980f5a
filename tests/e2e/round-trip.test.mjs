/** What the builder opens and saves without a change leaves the package as it was, to the byte. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, run, scratch, serve } from '../lib/server.mjs';
import { browser, desk, password, person, play } from './lib/stage.mjs';

const packages = { complaint: 'definitions/complaint-management', gallery: 'examples/control-gallery', leave: 'examples/leave-request' };
const apps = Object.keys(packages);

let server;
let chrome;
let boss;
before(async () => {
  const data = scratch('data');
  const env = { MORTISE_USER_PASSWORD: password };
  for (const words of [['user', 'add', 'boss', '--admin'], ...Object.values(packages).map((folder) => ['import', folder])]) {
    const made = await run([...words, '--data', data], { env });
    assert.equal(made.code, 0, made.err);
  }
  server = await serve(data);
  boss = await new Client(server.address).signIn('boss', password);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

async function exported(app) {
  const answer = await fetch(`${server.address}/api/packages/${app}/export`, { headers: { Cookie: boss.cookie } });
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer()).toString('base64');
}

async function objectsOf(app) {
  const { status, body } = await boss.send('GET', `/api/build/${app}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body.objects;
}

const changed = (objects) => objects.filter(({ state }) => state !== 'published').map(({ kind, id, state }) => `${kind}/${id} ${state}`);

test('every object of every package is saved as it was read', { timeout: 120_000 }, async () => {
  for (const app of apps) {
    const objects = await objectsOf(app);
    assert.ok(objects.length > 10, `${app} has ${objects.length} objects`);
    for (const { kind, id, etag, definition } of objects) {
      const { status, body } = await boss.send('PUT', `/api/build/${app}/objects/${kind}/${id}`, definition, { headers: { 'If-Match': etag } });
      assert.equal(status, 200, `${app}: ${kind}/${id}: ${JSON.stringify(body)}`);
    }
    assert.deepEqual(changed(await objectsOf(app)), [], app);
  }
});

/** Something on the page of a kind that can be typed into; the designers of forms and flows ask for a choice first. */
const choose = {
  form: (page) => page.getByRole('list', { name: '字段' }).getByRole('button').first().click(),
  flow: (page) => page.getByRole('group', { name: '流程图' }).getByRole('button', { pressed: false }).first().click(),
};

test('each designer writes back what it opened, and the published package is the same', { timeout: 240_000 }, async () => {
  const [app] = apps;
  const before = await exported(app);
  const people = [];
  await play('round-trip', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', desk));
    const [{ page, faults }] = people;
    const objects = await objectsOf(app);
    const kinds = new Map(objects.toReversed().map((object) => [object.kind, object]));
    assert.ok(kinds.size >= 14, [...kinds.keys()].join(' '));
    for (const [kind, { id }] of kinds) {
      await page.goto(`/build/${app}/${kind}/${id}`);
      await choose[kind]?.(page);
      const box = page.getByRole('textbox', { name: /（中文）$/ }).first();
      const text = await box.inputValue();
      const saved = () => page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().includes(`/objects/${kind}/`));
      await Promise.all([saved(), box.fill(`${text}改`)]);
      assert.deepEqual(changed(await objectsOf(app)), [`${kind}/${id} changed`], 'the change is kept');
      await Promise.all([saved(), box.fill(text)]);
      assert.deepEqual(changed(await objectsOf(app)), [], `${kind}/${id} is as it was`);
    }
    assert.deepEqual(faults, []);
  });
  // A version with one word changed, and one with the word as it was.
  const menu = (await objectsOf(app)).find(({ kind }) => kind === 'menu');
  const label = { 'zh-CN': '改过的菜单' };
  const first = await put(app, menu, { ...menu.definition, label });
  await publish(app);
  assert.notDeepEqual(await exported(app), before);
  await put(app, { ...menu, etag: first.etag }, menu.definition);
  await publish(app);
  assert.deepEqual(await exported(app), before);
});

async function put(app, { kind, id, etag }, definition) {
  const { status, body } = await boss.send('PUT', `/api/build/${app}/objects/${kind}/${id}`, definition, { headers: { 'If-Match': etag } });
  assert.equal(status, 200, JSON.stringify(body));
  return body.object;
}

async function publish(app) {
  const { status, body } = await boss.send('POST', `/api/build/${app}/publish`, { note: '' });
  assert.equal(status, 200, JSON.stringify(body));
}
