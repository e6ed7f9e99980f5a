/** An Excel register becomes a published app with its rows, a list, a review and a dashboard, by somebody who has never built one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { Client, root, serve, scratch, run } from '../lib/server.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const register = join(root, 'tests/fixtures/workbooks/register-incoming-inspection.xlsx');
const rows = 14;
/** The number of its first row stays. */
const number = 'IQC-202601-001';

let server;
let chrome;
before(async () => {
  const data = scratch('data');
  const made = await run(['user', 'add', 'boss', '--admin', '--data', data], { env: { MORTISE_USER_PASSWORD: password } });
  assert.equal(made.code, 0, made.err);
  server = await serve(data);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

test('a register becomes an app with its rows in one guided path', { timeout: 180_000 }, async () => {
  const people = [];
  const began = Date.now();
  await play('workbook', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', desk));
    const [{ page }] = people;
    const main = page.getByRole('main');
    await page.goto('/admin/packages');
    await page.getByRole('button', { name: '用 Excel 建应用' }).click();
    await page.locator('input[type=file]').setInputFiles(register);

    // What was recognised is decided otherwise in three places.
    await main.getByRole('textbox', { name: '应用编号' }).fill('incoming');
    await main.getByRole('textbox', { name: '应用名称' }).fill('来料检验');
    await main.getByRole('checkbox', { name: '采用字段「批次号」' }).uncheck();
    await main.getByRole('checkbox', { name: '字段「物料名称」必填' }).check();
    await main.getByRole('combobox', { name: '字段「供应商」的类型' }).click();
    await page.locator(".ant-select-dropdown").getByTitle("单选", { exact: true }).click();
    await main.getByRole('checkbox', { name: '新记录要由管理员审核' }).check();
    await snap(page, 'workbook-review');
    await main.getByRole('button', { name: '建好并发布' }).click();
    await main.getByText(`已带上 ${rows} 条记录`).waitFor();
    await snap(page, 'workbook-made');

    await main.getByRole('button', { name: '打开应用' }).click();
    await page.getByRole('heading', { level: 1, name: '来料检验' }).waitFor();
    await main.getByText('合格').first().waitFor();
    await main.getByText(number, { exact: true }).waitFor();
    await snap(page, 'workbook-list');
    assert.ok(Date.now() - began < 300_000, 'within five minutes');

    await page.goto('/apps/incoming/dashboards/overview');
    await main.getByText(String(rows), { exact: true }).first().waitFor();
    await main.locator('canvas').nth(2).waitFor();
    await snap(page, 'workbook-overview');
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });

  const boss = await new Client(server.address).signIn('boss', password);
  const { body: form } = await boss.send('GET', '/api/build/incoming');
  const objects = form.objects.map(({ kind }) => kind);
  for (const kind of ['form', 'flow', 'dashboard', 'menu', 'role', 'report']) assert.ok(objects.includes(kind), kind);
  const { fields } = form.objects.find(({ kind }) => kind === 'form').definition;
  const of = (label) => fields.find((field) => field.label === label || field.label['zh-CN'] === label);
  assert.equal(of('批次号'), undefined);
  assert.equal(of('物料名称').required, true);
  assert.equal(of('供应商').kind, 'choice');
  for (const { context } of people) await context.close();
});

test('what cannot be read is refused in words, and on a phone the path is the same', { timeout: 120_000 }, async () => {
  const people = [];
  await play('workbook-phone', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', phone));
    const [{ page }] = people;
    const main = page.getByRole('main');
    await page.goto('/admin/packages/from-workbook');
    await page.locator('input[type=file]').setInputFiles({ name: 'x.xlsx', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('no workbook') });
    await main.getByText(/不是|无法|打不开/).first().waitFor();
    await main.getByRole('button', { name: '换一个文件' }).click();
    await page.locator('input[type=file]').setInputFiles(register);
    await main.getByText('已有编号为').waitFor({ state: 'hidden' });
    await main.getByRole('textbox', { name: '应用编号' }).fill('incoming');
    await main.getByText('已有编号为「incoming」的应用').waitFor();
    assert.equal(await main.getByRole('button', { name: '建好并发布' }).isDisabled(), true);
    await snap(page, 'workbook-phone');
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});
