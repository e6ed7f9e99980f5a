/** Whoever may build adds a field and a step, publishes, and goes back; running cases keep their flow. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { browser, open, password, person, play } from './lib/stage.mjs';
import { field, fill, write } from './lib/form.mjs';
import { packageIn } from './lib/package.mjs';
import { begin, finish, openTask, submit, work } from './lib/work.mjs';

const app = packageIn('definitions/complaint-management');
const form = app.form('complaint');

const values = { content: '收到货第三天屏幕就不亮了。', contact_name: '王小明', contact_phone: '13800138000' };

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

test('a field and a step are added, published and rolled back', { timeout: 240_000 }, async () => {
  const people = [];
  await play('build', () => people, async () => {
    await filed('先登记的投诉');
    const director = await person(chrome, server.address, 'director');
    people.push(director);
    await addField(director.page, '门店编号');
    await addStep(director.page, '受理', '班组复核');
    await publish(director.page, 2);

    const agent = await person(chrome, server.address, 'agent');
    people.push(agent);
    const main = agent.page.getByRole('main');
    await begin(agent.page, form);
    await fill(agent.page, main, form, { ...values, title: '后登记的投诉' });
    await write(main, '门店编号', 'SH-021');
    await submit(agent.page, '后登记的投诉');
    await agent.page.getByText('SH-021').first().waitFor();
    for (const title of ['先登记的投诉', '后登记的投诉']) await work(agent.page, title, app.step('complaint_main', 'accept'), '办结');

    const lead = await person(chrome, server.address, 'lead');
    people.push(lead);
    await openTask(lead.page, '先登记的投诉');
    await lead.page.getByRole('region', { name: '待办处理' }).getByRole('heading', { name: '分类定级' }).waitFor();
    await openTask(lead.page, '后登记的投诉');
    await finish(lead.page, { label: '班组复核', form }, '同意');
    await openTask(lead.page, '后登记的投诉');
    await lead.page.getByRole('region', { name: '待办处理' }).getByRole('heading', { name: '分类定级' }).waitFor();

    await rollBack(director.page, 1, 3);
    await begin(agent.page, form);
    await field(main, form.field('title').label).waitFor();
    assert.equal(await field(main, '门店编号').count(), 0);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
});

/** A case that runs already. */
async function filed(title) {
  const client = await new Client(server.address).signIn('agent', password);
  const { status, body } = await client.send('POST', `/api${form.path}/records`, { values: { ...values, title } });
  assert.equal(status, 201, JSON.stringify(body));
}

async function saved(page) {
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
}

async function addField(page, label) {
  await page.goto('/build/complaint');
  await page.getByRole('region', { name: '表单' }).getByRole('link', { name: '投诉单' }).click();
  await page.getByRole('list', { name: '字段' }).getByRole('button', { name: /^标题/ }).first().click();
  await page.getByRole('button', { name: '添加单行文本' }).click();
  const panel = page.getByRole('complementary', { name: '属性' });
  await panel.getByLabel('名称（中文）').fill(label);
  await panel.getByLabel('名称（英文）').fill('Store no.');
  await page.getByRole('list', { name: '字段' }).getByRole('button', { name: new RegExp(`^${label}`) }).first().waitFor();
  await saved(page);
}

async function addStep(page, after, label) {
  await page.goto('/build/complaint');
  await page.getByRole('region', { name: '流程' }).getByRole('link', { name: '投诉处理' }).click();
  await page.getByRole('button', { name: `在「${after}」之后添加步骤` }).click();
  await page.getByRole('menuitem', { name: '审批' }).click();
  const panel = page.getByRole('complementary', { name: '属性' });
  await panel.getByLabel('步骤名称（中文）').fill(label);
  await panel.getByLabel('步骤名称（英文）').fill('Second look');
  await page.getByRole('group', { name: '流程图' }).getByRole('button', { name: new RegExp(label) }).first().waitFor();
  await saved(page);
}

async function publish(page, number) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '发布前看一看' });
  await dialog.getByRole('heading', { name: '更改' }).waitFor();
  // The scenarios of the app know nothing of what was added.
  const despite = dialog.getByRole('checkbox', { name: '我知道，仍要发布' });
  if ((await despite.count()) > 0) await despite.check();
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText(`已发布为第 ${number} 版`).waitFor();
}

async function rollBack(page, to, number) {
  await page.getByRole('button', { name: '版本', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: '版本' });
  await drawer.getByRole('listitem').filter({ hasText: `第 ${to} 版` }).getByRole('button', { name: '回滚' }).click();
  await page.getByRole('dialog', { name: `回到第 ${to} 版？` }).getByRole('button', { name: '回滚' }).click();
  await page.getByText(`已回滚，发布为第 ${number} 版`).waitFor();
}
