/** A flow is drawn on the canvas by mouse and in the list by keyboard, a block goes into another flow, the difference is looked at, and a case runs through what was drawn. */
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
const form = { id: 'request', label: label('申请', 'Request'), title_field: 'subject', fields: [{ id: 'subject', kind: 'text', label: label('主题', 'Subject'), required: true }] };
const role = (id, zh, en) => ({ id, name: label(zh, en), actions: ['read', 'create', 'update'], rows: 'all' });
const roles = [role('desk', '客服', 'Desk'), role('lead', '主管', 'Lead')];
const people = { builder: { name: '章搭建', roles: ['builder', 'staff'] }, desk: { name: '何客服', roles: ['desk'] }, lead: { name: '朱主管', roles: ['lead'] } };

/** A flow with one approval. */
const flow = (id, zh, en, more = {}) => ({
  format: 1,
  id,
  label: label(zh, en),
  form: 'request',
  ...more,
  nodes: [
    { id: 'start', kind: 'start', label: label('提交', 'Submit') },
    { id: 'check', kind: 'approve', label: label('主管审批', 'Lead'), assign: [{ by: 'role', role: 'lead' }] },
    { id: 'done', kind: 'end', label: label('办完', 'Done') },
  ],
  edges: [{ id: 'submitted', from: 'start', to: 'check' }, { id: 'checked', from: 'check', to: 'done' }],
});

let server;
let boss;
let chrome;
before(async () => {
  ({ server, boss } = await imported(blankPackage([form], { roles }), 'blank', people));
  for (const one of [flow('small', '申请处理', 'Handling'), flow('other', '另一流程', 'Other', { when: 'FALSE' })]) await sent(boss, 'PUT', `/api/build/blank/objects/flow/${one.id}`, one);
  await sent(boss, 'POST', '/api/build/blank/publish', { note: '', choices: [], despite_scenarios: false });
  chrome = await browser();
  mkdirSync(out, { recursive: true });
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const properties = (page) => page.getByRole('complementary', { name: '属性' });
const canvas = (page) => page.getByRole('group', { name: '流程画布' });
const list = (page) => page.getByRole('region', { name: '步骤列表' });
const step = (page, name) => canvas(page).getByRole('group', { name, exact: true });
const look = async (page, view) => { await page.getByRole('radiogroup', { name: '视图' }).getByText(view, { exact: true }).click(); };
const stored = async (id) => (await sent(boss, 'GET', `/api/build/blank/objects/flow/${id}`)).definition;
const lines = (definition) => definition.edges.map(({ from, to }) => `${from}>${to}`).toSorted();

/** Waits until the server has the flow as it should be. */
async function kept(id, holds) {
  for (let round = 0; round < 200; round += 1) {
    const definition = await stored(id);
    if (holds(definition)) return definition;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  assert.fail(`the flow ${id} stands otherwise: ${JSON.stringify(await stored(id))}`);
}

async function clean(page, picture) {
  await page.screenshot({ path: join(out, `${picture}.png`) });
  await page.evaluate(checker.content);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}

async function choose(page, input, option) {
  await input.click();
  await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().click();
}

async function named(page, zh, en) {
  await properties(page).getByLabel('步骤名称（中文）').fill(zh);
  await properties(page).getByLabel('步骤名称（英文）').fill(en);
}

const middle = async (place) => {
  const { x, y, width, height } = await place.boundingBox();
  return [x + width / 2, y + height / 2];
};

async function drag(page, from, to) {
  const [begin, end] = [await middle(from), Array.isArray(to) ? to : await middle(to)];
  await page.mouse.move(...begin);
  await page.mouse.down();
  await page.mouse.move((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2, { steps: 5 });
  await page.mouse.move(...end, { steps: 5 });
  await page.mouse.up();
}

/** A line from one step to another, from dot to dot. */
async function line(page, from, to) {
  await drag(page, step(page, from).getByTitle('从这里连出'), step(page, to).getByTitle('从这里连入'));
}

async function byMouse(page) {
  await page.goto('/build/blank/flow/small?view=canvas');
  await step(page, '审批 主管审批').waitFor();
  // What is moved by hand keeps its place; what is not has none.
  const [x, y] = await middle(step(page, '审批 主管审批'));
  await drag(page, step(page, '审批 主管审批'), [x - 240, y]);
  const moved = await kept('small', ({ layout }) => layout?.check !== undefined);
  assert.deepEqual(Object.keys(moved.layout), ['check']);
  // From the palette onto the canvas.
  await page.getByRole('button', { name: '步骤种类', exact: true }).click();
  const box = await canvas(page).boundingBox();
  await page.getByRole('button', { name: '办理', exact: true }).dragTo(canvas(page), { targetPosition: { x: box.width - 260, y: box.height / 2 } });
  await named(page, '回访', 'Call back');
  await choose(page, properties(page).getByRole('combobox', { name: '由谁处理 1', exact: true }), '角色');
  await choose(page, properties(page).getByRole('combobox', { name: '角色', exact: true }), '客服');
  await page.getByRole('button', { name: '步骤种类', exact: true }).click();
  await line(page, '审批 主管审批', '办理 回访');
  await line(page, '办理 回访', '结束 办完');
  await kept('small', (now) => lines(now).includes('check>handle') && lines(now).includes('handle>done'));
  // The old line is chosen and deleted.
  await canvas(page).getByRole('group', { name: '主管审批 到 办完：继续' }).focus();
  await page.keyboard.press('Enter');
  await properties(page).getByText('通向', { exact: true }).waitFor();
  await page.keyboard.press('Delete');
  const drawn = await kept('small', (now) => !lines(now).includes('check>done'));
  assert.deepEqual(lines(drawn), ['check>handle', 'handle>done', 'start>check']);
  await clean(page, 'flow-canvas-1440');
  // Arrow keys move what is chosen, as one step that can be undone.
  const before = drawn.layout.handle;
  await step(page, '办理 回访').focus();
  await page.keyboard.press('Enter');
  await properties(page).getByLabel('步骤名称（中文）').waitFor();
  await step(page, '办理 回访').focus();
  await page.keyboard.press('ArrowRight');
  await kept('small', ({ layout }) => layout.handle.x > before.x);
  await page.getByRole('button', { name: '整理', exact: true }).click();
  await kept('small', ({ layout }) => layout === undefined);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  await kept('small', ({ layout }) => layout?.handle !== undefined);
}

async function byKeyboard(page) {
  await look(page, '列表');
  await list(page).waitFor();
  await list(page).getByRole('button', { name: '在「回访」之后添加步骤' }).focus();
  await page.keyboard.press('Enter');
  const search = page.getByRole('textbox', { name: '搜索步骤（名称或拼音）' });
  await search.waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('placeholder')?.startsWith('搜索步骤'));
  await page.keyboard.insertText('chaosong');
  await page.getByRole('menuitem', { name: '抄送', exact: true }).waitFor();
  await page.getByRole('menuitem', { name: '审批', exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await list(page).getByRole('row', { name: /抄送/ }).first().waitFor();
  await list(page).getByRole('button', { name: '修改「抄送」' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('#flow-properties') !== null);
  await named(page, '告知主管', 'Tell the lead');
  await choose(page, properties(page).getByRole('combobox', { name: '由谁处理 1', exact: true }).or(properties(page).getByRole('combobox', { name: /1$/ })).first(), '角色');
  await choose(page, properties(page).getByRole('combobox', { name: '角色', exact: true }), '主管');
  await kept('small', (now) => now.nodes.some(({ kind, assign }) => kind === 'cc' && assign[0].role === 'lead'));
  await clean(page, 'flow-list-1440');
}

async function intoAnother(page) {
  for (const name of ['回访', '告知主管']) await list(page).getByRole('checkbox', { name: `选中「${name}」` }).setChecked(true);
  await list(page).getByRole('checkbox', { name: '选中「主管审批」' }).setChecked(false);
  await page.getByRole('toolbar', { name: '编辑所选步骤' }).getByRole('button', { name: '复制', exact: true }).click();
  await page.getByText('已复制 2 个步骤').waitFor();
  await page.goto('/build/blank/flow/other');
  await page.getByRole('group', { name: '流程图' }).getByRole('button', { name: /主管审批/ }).first().click();
  await properties(page).getByLabel('步骤名称（中文）').waitFor();
  await page.getByRole('toolbar', { name: '编辑所选步骤' }).getByRole('button', { name: '粘贴', exact: true }).click();
  const pasted = await kept('other', (now) => now.nodes.length === 5);
  assert.deepEqual(lines(pasted), ['cc>done', 'check>handle', 'handle>cc', 'start>check']);
  const { diagnostics } = await sent(boss, 'GET', '/api/build/blank/check');
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error'), []);
}

async function difference(page) {
  await page.goto('/build/blank/flow/small');
  await page.getByRole('button', { name: '对比版本' }).click();
  const dialog = page.getByRole('dialog', { name: '对比版本' });
  await dialog.getByRole('group', { name: '办理 回访 新增', exact: true }).waitFor();
  await dialog.getByRole('group', { name: '抄送 告知主管 新增', exact: true }).waitFor();
  await dialog.getByRole('group', { name: /主管审批 到 办完.*已删除|主管审批 到 回访.*新增/ }).first().waitFor();
  await dialog.getByRole('region', { name: '改动的设置' }).getByText('回访').first().waitFor();
  await clean(page, 'flow-difference-1440');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function publish(page) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '发布前看一看' });
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText(/已发布为第 \d+ 版/).waitFor();
}

async function reallyRun() {
  const as = async (login) => new Client(server.address).signIn(login, password);
  const desk = await as('desk');
  const record = await sent(desk, 'POST', '/api/apps/blank/forms/request/records', { values: { subject: '画布上画的' } });
  for (const [login, name, action] of [['lead', '主管审批', 'approve'], ['desk', '回访', 'complete']]) {
    const client = await as(login);
    const { tasks } = await sent(client, 'GET', '/api/tasks?box=todo');
    const task = tasks.find(({ link }) => link.record === record.id);
    assert.equal(task?.node_label['zh-CN'], name);
    await sent(client, 'POST', `/api/tasks/${task.id}/act`, { action });
  }
  assert.equal((await sent(desk, 'GET', `/api/apps/blank/forms/request/records/${record.id}/flow`)).state, 'completed');
}

test('a flow is drawn by mouse and by keyboard, a block is copied, the difference is seen, and a case runs', { timeout: 600_000 }, async () => {
  const here = [];
  await play('flow-canvas', () => here, async () => {
    const builder = await person(chrome, server.address, 'builder');
    here.push(builder);
    const { page } = builder;
    await byMouse(page);
    await byKeyboard(page);
    await intoAnother(page);
    await difference(page);
    await publish(page);
    await reallyRun();
    const pocket = await person(chrome, server.address, 'builder', phone);
    here.push(pocket);
    for (const view of ['canvas', 'list', 'tree']) {
      await pocket.page.goto(`/build/blank/flow/small?view=${view}`);
      await pocket.page.getByText('回访').first().waitFor();
      await clean(pocket.page, `flow-${view}-390`);
    }
    assert.deepEqual(here.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of here) await context.close();
});

/** Presses a kind while its menu opens, as far as it moves at all, and lets go when it stands. */
async function pressAtOnce(page, place, kind) {
  await page.evaluate(() => {
    const opening = () => document.getAnimations().find(({ effect }) => (effect?.target?.querySelector('[role=menuitem]') ?? null) !== null);
    globalThis.stopped = (async () => {
      let frames = 0;
      for (; frames < 20 && opening() === undefined; frames += document.querySelector('[role=menuitem]') === null ? 0 : 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      const motion = opening();
      motion?.pause();
      if (motion !== undefined) motion.currentTime = 1;
      return () => motion?.finish();
    })();
  });
  await page.getByRole('button', { name: `在「${place}」之后添加步骤`, exact: true }).click();
  await page.evaluate(() => globalThis.stopped.then(() => undefined));
  const handle = await page.getByRole('menuitem', { name: kind, exact: true }).elementHandle();
  const { x, y, width, height } = await handle.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.evaluate(() => globalThis.stopped.then((goesOn) => goesOn()));
  await page.mouse.up();
}

test('a kind that is pressed while its menu opens is taken, and the search has the keyboard each time', { timeout: 120_000 }, async () => {
  const { page, context } = await person(chrome, server.address, 'builder');
  await page.goto('/build/blank/flow/other');
  const tree = page.getByRole('group', { name: '流程图' });
  await tree.getByRole('button', { name: /主管审批/ }).first().waitFor();
  const steps = () => tree.getByRole('listitem').count();
  const before = await steps();
  await pressAtOnce(page, '提交', '审批');
  await properties(page).getByLabel('步骤名称（中文）').fill('马上加的');
  await tree.getByRole('button', { name: /马上加的/ }).first().waitFor();
  assert.equal(await steps(), before + 1);
  for (const _ of [1, 2]) {
    await page.getByRole('button', { name: '在「马上加的」之后添加步骤', exact: true }).click();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === '搜索步骤（名称或拼音）');
    await page.keyboard.press('Escape');
  }
  await context.close();
});
