/** An admin draws a flow from nothing, tries every way of it on a virtual clock, keeps runs as scenarios, publishes; a real case then goes the same way. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { blankPackage } from './lib/blank.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, out, password, person, phone, play } from './lib/stage.mjs';
import { Client } from '../lib/server.mjs';

const label = (zh, en) => ({ 'zh-CN': zh, en });

const form = {
  id: 'feedback',
  label: label('客户反馈', 'Customer feedback'),
  title_field: 'subject',
  fields: [
    { id: 'subject', kind: 'text', label: label('主题', 'Subject'), required: true },
    { id: 'level', kind: 'choice', label: label('客户级别', 'Level'), required: true, options: [{ id: 'vip', label: label('VIP 客户', 'VIP') }, { id: 'usual', label: label('普通客户', 'Usual') }] },
    { id: 'amount', kind: 'number', label: label('赔付金额', 'Compensation'), scale: 0 },
    { id: 'engineering', kind: 'text', label: label('技术意见', 'Engineering says') },
    { id: 'quality', kind: 'text', label: label('质检意见', 'Quality says') },
    { id: 'agreed', kind: 'switch', label: label('客户满意', 'Customer agrees') },
  ],
};

const role = (id, zh, en) => ({ id, name: label(zh, en), actions: ['read', 'create', 'update'], rows: 'all' });
const roles = [role('desk', '客服', 'Desk'), role('vip_desk', '贵宾客服', 'VIP desk'), role('engineering', '技术部', 'Engineering'), role('inspection', '质检部', 'Inspection'), role('lead', '主管', 'Lead'), role('director', '总监', 'Director')];

const people = {
  builder: { name: '章搭建', roles: ['builder', 'staff'] },
  desk: { name: '何客服', roles: ['desk'] },
  vip_desk: { name: '贾贵宾', roles: ['vip_desk'] },
  engineering: { name: '季技术', roles: ['engineering'] },
  inspection: { name: '卓质检', roles: ['inspection'] },
  lead: { name: '朱主管', roles: ['lead'] },
  director: { name: '宗总监', roles: ['director'] },
};

let server;
let boss;
let ids;
let chrome;
before(async () => {
  ({ server, boss, ids } = await imported(blankPackage([form], { roles }), 'blank', people));
  chrome = await browser();
  mkdirSync(out, { recursive: true });
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const tree = (page) => page.getByRole('group', { name: '流程图' });
const properties = (page) => page.getByRole('complementary', { name: '属性' });
const panel = (page) => page.getByRole('region', { name: '模拟流程' });
const saved = (page) => page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();
const card = (page, name) => tree(page).getByRole('button', { name: new RegExp(`${name}`) }).first();

async function choose(page, input, option) {
  await input.click();
  await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().click();
}

/** Puts a step on a way of the drawing and gives it its names. */
async function add(page, place, kind, zh, en) {
  await page.getByRole('button', { name: `在「${place}」之后添加步骤`, exact: true }).click();
  await page.getByRole('menuitem', { name: kind, exact: true }).click();
  await properties(page).getByLabel('步骤名称（中文）').fill(zh);
  await properties(page).getByLabel('步骤名称（英文）').fill(en);
  await card(page, zh).waitFor();
}

/** A step for whoever has a role. */
async function held(page, who) {
  await choose(page, properties(page).getByRole('combobox', { name: '由谁处理 1', exact: true }), '角色');
  await choose(page, properties(page).getByRole('combobox', { name: '角色', exact: true }), who);
}

/** A field that the holder of the step fills in. */
async function fills(page, name, right) {
  await choose(page, properties(page).getByRole('combobox', { name: '字段权限：加一个字段', exact: true }), name);
  await choose(page, properties(page).getByRole('combobox', { name: `字段权限 ${name}`, exact: true }), right);
}

/** A way gets its names, and a condition unless it is the one for all other cases. */
async function way(page, now, zh, en, condition) {
  await tree(page).getByRole('button', { name: now, exact: true }).click();
  const side = properties(page);
  await side.getByLabel('分支名称（中文）').fill(zh);
  await side.getByLabel('分支名称（英文）').fill(en);
  if (condition !== undefined) {
    await side.getByText('公式', { exact: true }).first().click();
    await side.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(condition);
  }
  await tree(page).getByRole('button', { name: zh }).first().waitFor();
}

/** A flow over the form, from its beginning. */
async function begin(page) {
  await page.goto('/build/blank');
  await page.getByRole('region', { name: '流程' }).getByRole('button', { name: /新建/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('中文名称').fill('反馈处理');
  await dialog.getByLabel('英文名称').fill('handling');
  await choose(page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '客户反馈');
  await dialog.getByRole('button', { name: /^创\s?建$/ }).click();
  await card(page, '审批').click();
  await properties(page).getByRole('button', { name: '删除步骤' }).click();
  await card(page, '审批').waitFor({ state: 'detached' });
}

/** A lane for VIPs, two departments at once, approval by amount, and back to the start when the customer is not content. */
async function draw(page) {
  await add(page, '提交', '条件分支', '按级别', 'By level');
  await way(page, 'TRUE', '绿色通道', 'Green lane', '{level} = "vip"');
  await way(page, '其他情况', '一般通道', 'Usual lane');
  await add(page, '绿色通道', '办理', '贵宾受理', 'VIP intake');
  await held(page, '贵宾客服');
  await add(page, '一般通道', '办理', '普通受理', 'Usual intake');
  await held(page, '客服');
  await add(page, '按级别 的各分支', '并行分支', '部门会商', 'Consultation');
  await way(page, '第 1 路', '问技术', 'Ask engineering');
  await way(page, '第 2 路', '问质检', 'Ask quality');
  await add(page, '问技术', '办理', '技术会商', 'Engineering');
  await held(page, '技术部');
  await fills(page, '技术意见', '必填');
  await add(page, '问质检', '办理', '质检会商', 'Quality');
  await held(page, '质检部');
  await fills(page, '质检意见', '必填');
  await add(page, '汇合', '条件分支', '按金额', 'By amount');
  await way(page, 'TRUE', '大额', 'Large', '{amount} > 1000');
  await way(page, '其他情况', '小额', 'Small');
  await add(page, '大额', '审批', '总监审批', 'Director');
  await held(page, '总监');
  await properties(page).getByRole('spinbutton', { name: '时限（分钟）' }).fill('480');
  await properties(page).getByRole('spinbutton', { name: '提前提醒（分钟）' }).fill('60');
  await add(page, '小额', '审批', '主管审批', 'Lead');
  await held(page, '主管');
  await add(page, '按金额 的各分支', '办理', '回访', 'Call-back');
  await held(page, '客服');
  await fills(page, '客户满意', '可填');
  await add(page, '回访', '条件分支', '客户意见', 'The customer says');
  await way(page, 'TRUE', '满意', 'Content', '{agreed}');
  await way(page, '其他情况', '返工', 'Done again');
  await choose(page, properties(page).getByRole('combobox', { name: '通向' }), '按级别');
  await tree(page).getByText('转到：按级别').waitFor();
}

/** Starts a case on the virtual clock. */
async function start(page, { subject, level, amount }) {
  const here = panel(page);
  await choose(page, here.getByRole('combobox', { name: '发起人' }), '员工甲');
  await here.getByLabel('主题', { exact: true }).fill(subject);
  await choose(page, here.getByRole('combobox', { name: '客户级别', exact: true }), level);
  await here.getByLabel('赔付金额', { exact: true }).fill(amount);
  await here.getByRole('button', { name: '发起', exact: true }).click();
  await here.getByRole('list', { name: '经过' }).waitFor();
}

/** Acts as the holder of a to-do of the simulation, with what the step wants. */
async function act(page, who, step, action, values = {}) {
  const todo = panel(page).getByRole('listitem', { name: `${who} 的待办「${step}」`, exact: true });
  for (const [name, value] of Object.entries(values)) {
    const input = todo.getByLabel(`${who} ${name}`, { exact: true });
    if (value === true) await input.click();
    else await input.fill(value);
  }
  await todo.getByRole('button', { name: `${who} 在「${step}」${action}`, exact: true }).click();
  await panel(page).getByRole('list', { name: '经过' }).locator('> li').first().filter({ hasText: `${who}：${action}（${step}）` }).waitFor();
}

/** Does with the case as a whole what somebody may do with it. */
async function manage(page, who, action) {
  await choose(page, panel(page).getByRole('combobox', { name: '由谁操作流程' }), who);
  await panel(page).getByRole('group', { name: `${who} 的流程操作` }).getByRole('button', { name: `${who}：${action}`, exact: true }).click();
  await panel(page).getByRole('list', { name: '经过' }).locator('> li').first().filter({ hasText: `${who}：${action}` }).waitFor();
}

const covered = (page, done) => panel(page).getByRole('region', { name: '分支覆盖' }).getByText(`已走过 ${done} / 8 个分支`).waitFor();

async function keep(page, name, english) {
  await panel(page).getByRole('button', { name: '保存为场景' }).click();
  const dialog = page.getByRole('dialog', { name: '保存为场景' });
  await dialog.getByLabel('中文名称').fill(name);
  await dialog.getByLabel('英文名称').fill(english);
  await dialog.getByRole('button', { name: /^保\s?存$/ }).click();
  await dialog.waitFor({ state: 'detached' });
  // It is played at once, and holds.
  const line = panel(page).getByRole('list', { name: '走过这个流程的场景' }).getByRole('listitem').filter({ hasText: name });
  await line.getByLabel('通过').waitFor();
}

/** The whole way of a case that two departments are asked about. */
async function consult(page) {
  await act(page, '技术部甲', '技术会商', '办结', { 技术意见: '更换主板' });
  await act(page, '质检部甲', '质检会商', '办结', { 质检意见: '批次有缺陷' });
}

async function vip(page) {
  await start(page, { subject: '贵宾大额', level: 'VIP 客户', amount: '5000' });
  await act(page, '贵宾客服甲', '贵宾受理', '办结');
  // What a step must have is asked for in words, and the case stays where it is.
  await act(page, '技术部甲', '技术会商', '办结');
  await panel(page).getByText(/^没有成功：.*技术意见/).waitFor();
  await panel(page).getByRole('button', { name: '退回一步' }).click();
  await consult(page);
  await panel(page).getByRole('button', { name: '到下一个定时事件' }).click();
  await panel(page).getByText('提醒 总监甲 处理「总监审批」').first().waitFor();
  await act(page, '总监甲', '总监审批', '同意');
  await act(page, '客服甲', '回访', '办结', { 客户满意: true });
  await panel(page).getByRole('status', { name: '流程状态' }).getByText('已完成').waitFor();
}

async function usual(page) {
  await start(page, { subject: '普通小额', level: '普通客户', amount: '200' });
  await manage(page, '员工甲', '催办');
  await manage(page, '管理员', '挂起');
  const button = panel(page).getByRole('button', { name: '客服甲 在「普通受理」办结', exact: true });
  await button.waitFor({ state: 'detached' });
  await page.screenshot({ path: join(out, 'simulation-held-1440.png') });
  await manage(page, '管理员', '恢复');
  await button.waitFor();
  await act(page, '客服甲', '普通受理', '办结');
  await consult(page);
  await act(page, '主管甲', '主管审批', '同意');
  await act(page, '客服甲', '回访', '办结');
  await panel(page).getByRole('listitem', { name: '客服甲 的待办「普通受理」', exact: true }).waitFor();
}

async function publish(page) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '发布前看一看' });
  await dialog.getByRole('heading', { name: '场景测试' }).waitFor();
  for (const name of ['贵宾大额由总监批', '普通小额要返工']) await dialog.getByRole('listitem').filter({ hasText: name }).getByLabel('通过').first().waitFor();
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText(/已发布为第 \d+ 版/).waitFor();
}

/** A real case: filed by the staff, then each step by whoever really has it. */
async function reallyRun() {
  const as = async (login) => new Client(server.address).signIn(login, password);
  const builder = await as('builder');
  const record = await sent(builder, 'POST', '/api/apps/blank/forms/feedback/records', { values: { subject: '真实反馈', level: 'vip', amount: 5000 } });
  const path = `/api/apps/blank/forms/feedback/records/${record.id}`;
  const steps = [
    ['vip_desk', '贵宾受理', 'complete', {}],
    ['engineering', '技术会商', 'complete', { engineering: '更换主板' }],
    ['inspection', '质检会商', 'complete', { quality: '批次有缺陷' }],
    ['director', '总监审批', 'approve', {}],
    ['desk', '回访', 'complete', { agreed: true }],
  ];
  for (const [login, step, action, values] of steps) {
    const client = await as(login);
    const { tasks } = await sent(client, 'GET', '/api/tasks?box=todo');
    const task = tasks.find(({ link }) => link.record === record.id);
    assert.ok(task, `${login} has nothing to do: ${JSON.stringify(tasks)}`);
    assert.equal(task.node_label['zh-CN'], step);
    await sent(client, 'POST', `/api/tasks/${task.id}/act`, { action, ...(Object.keys(values).length === 0 ? {} : { values }) });
  }
  const flow = await sent(builder, 'GET', `${path}/flow`);
  assert.equal(flow.state, 'completed');
}

test('a flow is drawn, tried on every way, kept as scenarios, published, and a real case goes the same way', { timeout: 600_000 }, async () => {
  const here = [];
  await play('simulation', () => here, async () => {
    const builder = await person(chrome, server.address, 'builder');
    here.push(builder);
    const { page } = builder;
    await begin(page);
    await draw(page);
    await saved(page);
    const { diagnostics } = await sent(boss, 'GET', '/api/build/blank/check');
    assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error'), []);

    await properties(page).waitFor();
    await page.reload();
    await properties(page).getByRole('button', { name: '试算处理人' }).click();
    await properties(page).getByText('组织里还没有部门').waitFor();

    await page.getByRole('button', { name: '模拟', exact: true }).click();
    await vip(page);
    await covered(page, 5);
    await keep(page, '贵宾大额由总监批', 'vip_large');
    await panel(page).getByRole('button', { name: '重新开始' }).click();
    await covered(page, 5);
    await usual(page);
    await covered(page, 8);
    await keep(page, '普通小额要返工', 'usual_small_again');
    await tree(page).getByText('现在在这里').first().waitFor();
    await page.screenshot({ path: join(out, 'simulation-1440.png') });
    await page.evaluate(checker.content);
    assert.deepEqual(await barriers(page), []);
    assert.deepEqual(await sticksOut(page), []);
    await saved(page);
    await publish(page);
    await reallyRun();
    // A draft with a fault is not played; what is wrong is said, and undoing it is enough.
    await way(page, '大额 场景走过', '大额', 'Large', '{nowhere} > 1');
    await panel(page).getByText('草稿里有错误，改好之后才能模拟').waitFor();
    await panel(page).getByText(/nowhere/).first().waitFor();
    await page.getByRole('button', { name: /^撤销/ }).click();
    await covered(page, 8);
    await saved(page);

    const pocket = await person(chrome, server.address, 'builder', phone);
    here.push(pocket);
    await pocket.page.goto('/build/blank/flow/handling');
    await pocket.page.getByRole('button', { name: '模拟', exact: true }).click();
    await start(pocket.page, { subject: '手机上试', level: 'VIP 客户', amount: '10' });
    await act(pocket.page, '贵宾客服甲', '贵宾受理', '办结');
    await pocket.page.screenshot({ path: join(out, 'simulation-390.png') });
    await pocket.page.evaluate(checker.content);
    assert.deepEqual(await barriers(pocket.page), []);
    assert.deepEqual(await sticksOut(pocket.page), []);
    assert.deepEqual(here.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of here) await context.close();
});
