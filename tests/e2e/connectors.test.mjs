/** Systems outside: a real peer is called, fails and comes back; an administrator gets the case going again; messages resume it. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, root, scratch, until } from '../lib/server.mjs';
import { imported, sent } from './lib/imported.mjs';
import { sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const form = '/apps/repair/forms/repair';
const records = `/api${form}/records`;
const people = { rose: { name: '罗报修', roles: ['reporter'] }, dora: { name: '杜调度', roles: ['dispatcher'] }, li: { name: '李维修', roles: ['technician'] } };

/** The store of parts: what it was asked, and how it answers next. */
const store = { heard: [], answer: () => [200, { free: 4 }] };
let peer;
let server;
let boss;
let rose;
let chrome;

/** The example, without a pause between tries. */
function packaged() {
  const folder = scratch('package');
  cpSync(join(root, 'examples/repair-desk'), folder, { recursive: true });
  const flow = join(folder, 'flows/handling.json');
  writeFileSync(flow, readFileSync(flow, 'utf8').replace('"retries": 2', '"retries": 0'));
  return folder;
}

before(async () => {
  peer = createServer((request, response) => {
    store.heard.push({ url: request.url, headers: request.headers });
    const [status, body] = store.answer();
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise((resolve) => peer.listen(0, '127.0.0.1', resolve));
  let ids;
  ({ server, boss, ids } = await imported(packaged(), 'repair', people, { env: { MORTISE_OPEN_RANGES: '["127.0.0.0/8"]' } }));
  await sent(boss, 'PUT', '/api/packages/repair/slots', { slots: { stock_address: `http://127.0.0.1:${peer.address().port}/api`, stock_token: 'only-for-the-store' } });
  // Whoever settles incidents has to see the records.
  await sent(boss, 'PUT', '/api/admin/roles/repair/dispatcher', { users: [ids.dora, ids.boss] });
  rose = await new Client(server.address).signIn('rose', password);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
  peer?.close();
});

async function filed(what, part) {
  const { id } = await sent(rose, 'POST', records, { values: { what, part, trade: 'electrical', severity: 1 } });
  return id;
}

async function record(id) {
  return sent(boss, 'GET', `${records}/${id}`);
}

async function stands(id, node) {
  await until(async () => (await sent(boss, 'GET', `${records}/${id}/flow`)).nodes.some((one) => one.id === node && one.standing === 'current'));
}

/** Sends a message as the carrier would. */
async function message(secret, body, key = crypto.randomUUID()) {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key, Authorization: `Bearer ${secret}` };
  const answer = await fetch(`${server.address}/api/inbound/repair/messages`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

test('a part is asked for, and what the store says decides the way', { timeout: 120_000 }, async () => {
  const id = await filed('风扇', 'B 7/2');
  await stands(id, 'fix');
  assert.equal((await record(id)).values.in_stock, 4);
  const [asked] = store.heard;
  assert.equal(asked.url, '/api/parts/B%207%2F2/availability');
  assert.equal(asked.headers.authorization, 'Bearer only-for-the-store');
  assert.ok(asked.headers['idempotency-key'].length >= 8);
  assert.ok(!JSON.stringify(await sent(boss, 'GET', '/api/packages/repair/slots')).includes('only-for-the-store'), 'a secret is never shown again');
});

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`a failed call is an incident that an administrator retries and skips at ${name} px`, { timeout: 240_000 }, async () => {
    store.answer = () => [503, {}];
    const [again, passed] = [await filed(`水泵 ${name}`, 'P-1'), await filed(`阀门 ${name}`, 'V-1')];
    await until(async () => (await sent(boss, 'GET', '/api/incidents')).incidents.length === 2);
    const here = await person(chrome, server.address, 'boss', screen);
    await play(`connectors-${name}`, () => [here], async () => {
      const { page } = here;
      const settle = async (id, title, action) => {
        await page.goto('/admin/incidents');
        await page.getByRole('cell', { name: '对方返回了错误状态 503' }).first().waitFor();
        await snap(page, `connectors-incidents-${name}`);
        await page.getByRole('link', { name: title }).click();
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByRole('main').getByRole('button', { name: '更多', exact: true }).first().click();
        await page.getByRole('menuitem', { name: action, exact: true }).filter({ visible: true }).click();
        const dialog = page.getByRole('dialog', { name: new RegExp(`^${action}`) });
        const button = dialog.getByRole('button', { name: new RegExp(`(^|\\s)${action}$`) });
        assert.ok(await button.isDisabled(), 'a reason is needed');
        await dialog.getByRole('textbox').fill('电话里问过了');
        await snap(page, `connectors-${action}-${name}`);
        await button.click();
        await dialog.waitFor({ state: 'hidden' });
      };
      store.answer = () => [200, { free: 2 }];
      await settle(again, `水泵 ${name}`, '重试');
      await stands(again, 'fix');
      assert.equal((await record(again)).values.in_stock, 2);
      await settle(passed, `阀门 ${name}`, '跳过');
      await stands(passed, 'delivery');
      await page.goto('/admin/incidents');
      await page.getByText('没有停下的流程').waitFor();
      assert.deepEqual(here.faults, []);
    });
    await here.context.close();
    const { entries } = await sent(boss, 'GET', '/api/admin/audit?app=repair&limit=100');
    const actions = entries.filter((entry) => entry.detail.reason === '电话里问过了').map((entry) => entry.action);
    assert.ok(actions.includes('record.act.retry') && actions.includes('record.act.skip'), JSON.stringify(actions));
  });
}

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`a builder tries an operation and sees what it takes from the answer at ${name} px`, { timeout: 180_000 }, async () => {
    await boss.send('DELETE', '/api/build/repair/objects/connector/stock/draft');
    store.answer = () => [200, { free: 4, shelf: { row: 'B 7' }, echo: 'Bearer only-for-the-store' }];
    const here = await person(chrome, server.address, 'boss', screen);
    await play(`connectors-try-${name}`, () => [here], async () => {
      const { page } = here;
      await page.goto('/build/repair/connector/stock');
      const trial = page.getByRole('region', { name: '试调用 查询数量' });
      const before = store.heard.length;
      await trial.getByRole('textbox', { name: '备件编号' }).fill('A/1');
      await trial.getByRole('button', { name: '试调用' }).click();
      const seen = trial.getByRole('region', { name: '试调用的结果' });
      await seen.getByText('状态 200').waitFor();
      await seen.getByRole('row', { name: '可用数量' }).getByText('4').waitFor();
      await seen.getByText('••••••').first().waitFor();
      assert.ok(!(await page.content()).includes('only-for-the-store'), 'a secret that comes back is not shown');
      assert.deepEqual(store.heard.slice(before).map((one) => one.url), ['/api/parts/A%2F1/availability'], 'it is called once');
      assert.equal(store.heard.at(-1).headers.authorization, 'Bearer only-for-the-store');
      await snap(page, `connectors-try-${name}`);

      // A value of the answer is taken as a further output, and the next call shows it.
      await seen.getByRole('button', { name: '把 /shelf/row 取为返回值' }).click();
      await page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();
      await trial.getByRole('button', { name: '试调用' }).click();
      await seen.getByRole('row', { name: 'row' }).getByText('B 7').waitFor();
      store.answer = () => [503, { why: 'busy' }];
      await trial.getByRole('button', { name: '试调用' }).click();
      await seen.getByText('对方返回了错误状态 503').waitFor();
      await seen.getByText('"busy"').waitFor();

      // Formulas of the operation are completed from its inputs.
      await page.getByRole('button', { name: '撤销', exact: true }).click();
      await page.getByRole('button', { name: '添加', exact: true }).nth(1).click();
      const formula = page.getByRole('textbox', { name: '值' });
      await formula.click();
      await page.keyboard.type('bj');
      await page.getByRole('listbox').getByRole('option', { name: /^备件编号/ }).click();
      await page.getByRole('textbox', { name: '名称', exact: true }).last().waitFor();
      await until(async () => (await sent(boss, 'GET', '/api/build/repair/objects/connector/stock')).definition.operations[0].query?.[0]?.value === '{part}');
      assert.deepEqual(await sticksOut(page), []);
      assert.deepEqual(here.faults, []);
    });
    await here.context.close();
  });
}

test('a message resumes its case; late, wrong and forged ones are refused', { timeout: 180_000 }, async () => {
  const here = await person(chrome, server.address, 'boss');
  let secret = '';
  await play('connectors-addresses', () => [here], async () => {
    const { page } = here;
    await page.goto('/admin/packages');
    await page.getByRole('button', { name: '消息地址' }).click();
    const dialog = page.getByRole('dialog', { name: '「设备报修」的消息地址' });
    await dialog.getByRole('textbox', { name: '使用方' }).fill('承运商');
    await dialog.getByRole('button', { name: '生成地址' }).click();
    secret = (await dialog.getByText(/^Authorization: Bearer /).innerText()).trim().replace('Authorization: Bearer ', '');
    await dialog.getByRole('cell', { name: '承运商' }).waitFor();
    await snap(page, 'connectors-addresses');
    assert.deepEqual(here.faults, []);
  });
  store.answer = () => [200, { free: 0 }];
  const id = await filed('轴承', 'Z-9');
  await stands(id, 'delivery');
  const { no } = (await record(id)).values;
  const wanted = { message: 'part_arrived', record: no, values: { note: 'SF-2' } };
  for (const forged of ['', 'guessed', `${secret}x`]) assert.equal((await message(forged, wanted)).status, 404);
  assert.equal((await message(secret, { ...wanted, record: 'BX000000-0000' })).body.code, 'no_such_record');
  assert.equal((await message(secret, { ...wanted, message: 'other' })).body.code, 'unknown_message');
  await stands(id, 'delivery');
  const key = crypto.randomUUID();
  assert.deepEqual(await message(secret, wanted, key), { status: 200, body: { outcome: 'received' } });
  assert.deepEqual(await message(secret, wanted, key), { status: 200, body: { outcome: 'received' } });
  assert.equal((await record(id)).values.arrived_by, 'SF-2');
  await stands(id, 'fix');
  const late = await message(secret, wanted);
  assert.deepEqual([late.status, late.body.code], [422, 'message_not_awaited']);

  // A message of another name creates a record and begins its case, once; one that lacks what is needed does nothing.
  const alarm = { message: 'machine_stopped', values: { machine: 'M-7', alarm: 'E-17 过热', trade: 'electrical' } };
  const lacking = await message(secret, { ...alarm, values: { machine: 'M-8' } });
  assert.equal(lacking.status, 422);
  assert.ok(JSON.stringify(lacking.body).includes('请填写'), JSON.stringify(lacking.body));
  const again = crypto.randomUUID();
  const begun = await message(secret, alarm, again);
  assert.deepEqual([begun.status, begun.body.outcome], [200, 'begun']);
  assert.deepEqual(await message(secret, alarm, again), begun);
  await stands(begun.body.record, 'fix');
  await play('connectors-begun', () => [here], async () => {
    await here.page.goto(`${form}/records/${begun.body.record}`);
    await here.page.getByText('E-17 过热').filter({ visible: true }).first().waitFor();
    await snap(here.page, 'connectors-begun');
  });

  await play('connectors-revoked', () => [here], async () => {
    await here.page.goto('/admin/packages');
    await here.page.getByRole('button', { name: '消息地址' }).click();
    const dialog = here.page.getByRole('dialog', { name: '「设备报修」的消息地址' });
    await dialog.getByRole('button', { name: '停用' }).click();
    await here.page.getByRole('dialog', { name: '停用「承运商」？' }).getByRole('button', { name: '停用' }).click();
    await dialog.getByRole('cell', { name: '承运商' }).waitFor({ state: 'hidden' });
  });
  assert.equal((await message(secret, wanted)).status, 404);
  await here.context.close();
});
