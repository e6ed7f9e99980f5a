/** One case all the way through the first app, on a desk and on a phone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, desk, open, person, phone, play } from './lib/stage.mjs';
import { choose, chooseLeaf, field, fillRow, pick, png, rate, write } from './lib/form.mjs';
import { finish, openTask } from './lib/work.mjs';
import { paper } from './lib/paper.mjs';

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

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`a case is filed, graded, decided, handled and closed at ${name} px`, { timeout: 240_000 }, async () => {
    const people = [];
    await play(name, () => people, async () => {
      for (const login of ['agent', 'lead', 'director', 'agent2']) people.push(await person(chrome, server.address, login, screen));
      await story(`退款申请 ${name}`, ...people);
      assert.deepEqual(people.flatMap(({ faults }) => faults), []);
    });
    for (const { context } of people) await context.close();
  });
}

async function story(title, agent, lead, director, owner) {
  const before = await received(lead.page);
  const address = await file(agent.page, title);
  await openTask(agent.page, title);
  await finish(agent.page, '受理', '办结', '已联系客户');
  await grade(lead.page, title);
  await openTask(director.page, title);
  await finish(director.page, '总监审批', '同意', '同意退款');
  await handle(owner.page, title);
  await callBack(agent.page, title);
  await close(lead.page, title);

  await lead.page.goto(address);
  await lead.page.getByText('已完成').filter({ visible: true }).first().waitFor();
  assert.equal(await received(lead.page), before + 1, 'the dashboard counts it');
  await receipt(director, title, address);
}

/** The agent files it: a photo, two rows, a field that appears by rule, a total while typing. Answers the record's address. */
async function file(page, title) {
  await page.goto('/apps/complaint/forms/complaint');
  await page.getByRole('button', { name: '新建', exact: true }).or(page.getByRole('button', { name: /新建投诉单/ })).filter({ visible: true }).last().click();
  const item = page.getByRole('dialog').getByRole('button', { name: /投诉单/ });
  const heading = page.getByRole('heading', { level: 1, name: '新建投诉单' });
  await item.or(heading).first().waitFor();
  if (await item.isVisible()) await item.click();
  await heading.waitFor();
  const form = page.getByRole('main');
  await write(form, '标题', title);
  await write(form, '投诉内容', '充电器用了三天就不工作了，要求退款。');
  await write(form, '联系人', '王小明');
  await write(form, '联系电话', '13800138000');
  assert.equal(await field(form, '要求金额').count(), 0, 'the amount is asked for only with money');
  await choose(page, form, '客户诉求', '退款');
  await page.keyboard.press('Escape');
  await write(form, '要求金额', '199.90');
  await form.getByRole('button', { name: '添加一行' }).click();
  await fillRow(form, 1, { 商品: '快充充电器 A1', 数量: '2', 单价: '99.50' });
  await form.getByRole('button', { name: '添加一行' }).click();
  await fillRow(form, 2, { 商品: '数据线', 数量: '3', 单价: '10.30' });
  await field(form, '涉及金额').filter({ hasText: '229.90' }).waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), form.getByRole('button', { name: '拍照或选图' }).click()]);
  await chooser.setFiles({ name: '现场.png', mimeType: 'image/png', buffer: png() });
  await form.getByRole('button', { name: '移除 现场.png' }).waitFor();
  await form.getByRole('button', { name: '提交' }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.waitForURL(/\/records\/[0-9a-f-]{36}$/);
  return page.url();
}

async function grade(page, title) {
  await openTask(page, title);
  await page.getByRole('button', { name: '编辑' }).click();
  const form = page.getByRole('main');
  await chooseLeaf(page, form, '投诉分类', '失效');
  await rate(form, '严重程度', 5);
  await rate(form, '影响范围', 3);
  await pick(form, '优先级', /P0/);
  await write(form, '定级依据', '有安全隐患');
  await choose(page, form, '负责人', '赵坐席');
  await finish(page, '分类定级', '办结', '金额不大，但有安全隐患');
}

async function handle(page, title) {
  await openTask(page, title);
  await page.getByRole('button', { name: '编辑' }).click();
  await write(page.getByRole('main'), '处理方案', '全额退款并致歉');
  await finish(page, '处理', '办结');
}

async function callBack(page, title) {
  await openTask(page, title);
  await page.getByRole('button', { name: '编辑' }).click();
  const form = page.getByRole('main');
  await pick(form, '客户是否认可', '认可');
  await rate(form, '满意度', 5);
  await finish(page, '回访', '办结');
}

async function close(page, title) {
  await openTask(page, title);
  await page.getByRole('button', { name: '编辑' }).click();
  const form = page.getByRole('main');
  await pick(form, '关单方式', '已解决');
  await chooseLeaf(page, form, '根本原因', '培训不足');
  await finish(page, '关单', '办结');
}

/** The number of cases received this month, as the dashboard shows it. */
async function received(page) {
  await page.goto('/apps/complaint/dashboards/overview');
  const card = page.getByRole('region', { name: '本月受理' });
  await card.getByText(/^\d+$/).first().waitFor();
  return Number(await card.getByText(/^\d+$/).first().textContent());
}

/** The paper: every value is on it as text, and its code leads back to the record. */
async function receipt({ page, context }, title, address) {
  await page.goto(address);
  await page.getByRole('button', { name: '打印' }).first().click();
  await page.getByRole('dialog').waitFor();
  const { text, codes } = await paper(context, `${address.replace('/apps/', '/api/apps/')}/print/acceptance_receipt`);
  const wanted = ['投诉受理单', title, '充电器用了三天就不工作了，要求退款。', '王小明', '电话', '退款', '199.90', '快充充电器 A1', '数据线', '99.50', '10.30', '199.00', '30.90', '229.90'];
  const flat = text.replaceAll(/\s/g, '');
  for (const words of [...wanted, 'P0 紧急', '失效', '总监审批', '同意退款', '赵坐席']) {
    assert.ok(flat.includes(words.replaceAll(/\s/g, '')), `«${words}» is on the paper:\n${text}`);
  }
  assert.match(text, /TS\d{8}-\d{4}/);
  assert.deepEqual(codes, [address]);
}
