/** Nothing that was entered is lost: a tab that is killed, two people at one record, a phone without a connection. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { field, fill } from './lib/form.mjs';
import { packageIn } from './lib/package.mjs';
import { browser, desk, open, person, phone, play } from './lib/stage.mjs';
import { begin, submit } from './lib/work.mjs';

const app = packageIn('definitions/complaint-management');
const form = app.form('complaint');
const label = (id) => form.field(id).label;

let server;
let chrome;
before(async () => {
  server = await open();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Plays with some people; their pages may not have said a fault. */
async function staged(name, logins, screen, story) {
  const people = [];
  await play(name, () => people, async () => {
    for (const login of logins) people.push(await person(chrome, server.address, login, screen));
    await story(...people);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
}

const filled = (title) => ({ title, content: '包装破损，要求换货。', contact_name: '王小明', contact_phone: '13800138000', wish: ['refund'], wish_amount: '88.00' });

test('what was entered is back after the tab was killed, and on another device', { timeout: 180_000 }, async () => {
  await staged('killed', ['agent', 'agent'], desk, async (one, other) => {
    const main = (page) => page.getByRole('main');
    await begin(one.page, form);
    await fill(one.page, main(one.page), form, filled('没写完的一张'));
    await one.page.getByText(/^已暂存/).waitFor();
    const crashed = await one.context.newPage();
    await one.page.close();
    await crashed.goto(`${form.path}/new`);
    await crashed.getByText(/没有提交的内容/).waitFor();
    assert.equal(await field(main(crashed), label('title')).inputValue(), '没写完的一张');
    assert.equal(await field(main(crashed), label('wish_amount')).inputValue(), '88.00');

    const kept = async () => (await (await other.context.request.get(`/api/apps/${form.app}/forms/${form.id}/unfinished`)).json()).entry;
    for (let tries = 0; (await kept()) === null && tries < 50; tries += 1) await other.page.waitForTimeout(200);
    await other.page.goto(`${form.path}/new`);
    await other.page.getByText(/没有提交的内容/).waitFor();
    assert.equal(await field(main(other.page), label('contact_name')).inputValue(), '王小明');
    await submit(other.page, '没写完的一张');
    assert.equal(await kept(), null, 'what was sent is no longer kept');

    await crashed.reload();
    await field(main(crashed), label('title')).waitFor();
    assert.equal(await crashed.getByText(/没有提交的内容/).count(), 0);
    assert.equal(await field(main(crashed), label('title')).inputValue(), '');
    await crashed.close();
  });
});

test('a record that is filed without a connection goes out once there is one, its photo included', { timeout: 180_000 }, async () => {
  await staged('offline', ['agent'], phone, async ({ page, context }) => {
    const main = page.getByRole('main');
    await begin(page, form);
    await context.setOffline(true);
    await fill(page, main, form, { ...filled('地下库房'), photos: '现场.png' });
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('1 条记录等待提交').waitFor();
    await context.setOffline(false);
    await page.getByText('已提交 1 条等待的记录').waitFor();
    assert.equal(await page.getByText('1 条记录等待提交').count(), 0);
    const { csrf } = await (await context.request.get('/api/session')).json();
    const headers = { 'X-CSRF-Token': csrf, Origin: server.address, 'Idempotency-Key': crypto.randomUUID() };
    const { rows } = await (await context.request.post(`/api/apps/${form.app}/forms/${form.id}/records/query`, { data: { search: '地下库房' }, headers })).json();
    assert.equal(rows.length, 1, 'it was filed once');
    const [photo] = rows[0].values.photos;
    assert.equal(photo.name, '现场.png');
    assert.ok((await context.request.get(`/api/files/${photo.id}`)).ok());
  });
});

test('a record whose answer was lost is stored once, and filed with other content it says so', { timeout: 180_000 }, async () => {
  await staged('lost answer', ['agent'], desk, async ({ page, context }) => {
    const main = page.getByRole('main');
    const stored = async (words) => {
      const { csrf } = await (await context.request.get('/api/session')).json();
      const headers = { 'X-CSRF-Token': csrf, Origin: server.address, 'Idempotency-Key': crypto.randomUUID() };
      return (await (await context.request.post(`/api/apps/${form.app}/forms/${form.id}/records/query`, { data: { search: words }, headers })).json()).rows;
    };
    const path = `**/api/apps/${form.app}/forms/${form.id}/records`;
    let asked = 0;
    await page.route(path, async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await begin(page, form);
    await fill(page, main, form, filled('答复丢失'));
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('1 条记录等待提交').waitFor();
    assert.equal((await stored('答复丢失')).length, 1, 'the server has it, nobody told the person');
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByRole('button', { name: '编 辑' }).or(page.getByRole('button', { name: '编辑', exact: true })).click();
    await main.getByText(/没有提交的内容/).waitFor();
    await field(main, label('title')).fill('答复丢失，又改过');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('dialog', { name: '这条记录已经提交过' }).getByRole('button', { name: '打开记录' }).click();
    await page.getByRole('heading', { name: /答复丢失/ }).first().waitFor();
    const rows = await stored('答复丢失');
    assert.deepEqual(rows.map((row) => row.values.title), ['答复丢失']);
  });
});

test('who files what is there already is shown it', { timeout: 120_000 }, async () => {
  const customer = app.form('customer');
  await staged('similar', ['agent'], desk, async ({ page, context }) => {
    const { csrf } = await (await context.request.get('/api/session')).json();
    const headers = { 'X-CSRF-Token': csrf, Origin: server.address, 'Idempotency-Key': crypto.randomUUID() };
    const values = { name: '江南电机厂', type: 'company', phone: '13912340987' };
    const made = await context.request.post(`/api/apps/${customer.app}/forms/${customer.id}/records`, { data: { values }, headers });
    assert.ok(made.ok(), await made.text());
    await page.goto(`${customer.path}/new`);
    const main = page.getByRole('main');
    await field(main, customer.field('name').label).fill('江南电机厂');
    const note = main.getByText('已有同名客户');
    await note.waitFor();
    assert.equal(await main.getByRole('link', { name: '江南电机厂' }).count(), 1);
    await field(main, customer.field('name').label).fill('江南电机');
    await note.waitFor({ state: 'hidden' });
  });
});
