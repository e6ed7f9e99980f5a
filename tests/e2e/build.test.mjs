/** Whoever may build adds a field and a step, publishes, and goes back; running cases keep their flow. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { browser, open, password, person, play } from './lib/stage.mjs';
import { field, write } from './lib/form.mjs';
import { finish, openTask } from './lib/work.mjs';

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
    await agent.page.goto('/apps/complaint/forms/complaint/new');
    const form = agent.page.getByRole('main');
    await write(form, '标题', '后登记的投诉');
    await write(form, '投诉内容', '收到货第三天屏幕就不亮了。');
    await write(form, '联系人', '王小明');
    await write(form, '联系电话', '13800138000');
    await write(form, '门店编号', 'SH-021');
    await form.getByRole('button', { name: '提交' }).click();
    await agent.page.getByRole('heading', { level: 1, name: '后登记的投诉' }).waitFor();
    await agent.page.getByText('SH-021').first().waitFor();
    for (const title of ['先登记的投诉', '后登记的投诉']) {
      await openTask(agent.page, title);
      await finish(agent.page, '受理', '办结');
    }

    const lead = await person(chrome, server.address, 'lead');
    people.push(lead);
    await openTask(lead.page, '先登记的投诉');
    await lead.page.getByRole('region', { name: '待办处理' }).getByRole('heading', { name: '分类定级' }).waitFor();
    await openTask(lead.page, '后登记的投诉');
    await finish(lead.page, '班组复核', '同意');
    await openTask(lead.page, '后登记的投诉');
    await lead.page.getByRole('region', { name: '待办处理' }).getByRole('heading', { name: '分类定级' }).waitFor();

    await rollBack(director.page, 1, 3);
    await agent.page.goto('/apps/complaint/forms/complaint/new');
    await field(form, '标题').waitFor();
    assert.equal(await field(form, '门店编号').count(), 0);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
});

/** A case that runs already. */
async function filed(title) {
  const client = await new Client(server.address).signIn('agent', password);
  const values = { title, content: '收到货第三天屏幕就不亮了。', contact_name: '王小明', contact_phone: '13800138000' };
  const { status, body } = await client.send('POST', '/api/apps/complaint/forms/complaint/records', { values });
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
