/** An admin begins flows from the gallery: one by amount that asks what it needs, a copy, one in the place of the first step; it is published, and cases go its ways. */
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
const subject = { id: 'subject', kind: 'text', label: label('事由', 'Subject'), required: true };
const payment = { id: 'payment', label: label('用款单', 'Payment'), title_field: 'subject', fields: [subject, { id: 'amount', kind: 'money', label: label('用款金额', 'Amount') }] };
const notice = { id: 'notice', label: label('通知单', 'Notice'), title_field: 'subject', fields: [subject] };
const role = (id, zh, en) => ({ id, name: label(zh, en), actions: ['read', 'create', 'update'], rows: 'all' });
const roles = [role('desk', '经办', 'Desk'), role('lead', '主管', 'Lead'), role('director', '总监', 'Director')];
const people = {
  builder: { name: '章搭建', roles: ['builder', 'staff'] },
  desk: { name: '何经办', roles: ['desk'] },
  lead: { name: '朱主管', roles: ['lead'] },
  director: { name: '宗总监', roles: ['director'] },
};

let server;
let boss;
let chrome;
before(async () => {
  ({ server, boss } = await imported(blankPackage([payment, notice], { roles }), 'blank', people));
  chrome = await browser();
  mkdirSync(out, { recursive: true });
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const tree = (page) => page.getByRole('group', { name: '流程图' });
const saved = (page) => page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();

/** Chooses by typing: the list of the question before may still be closing. */
async function choose(page, input, option) {
  await input.fill(option);
  await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().waitFor();
  await input.press('Enter');
}

async function clean(page, picture) {
  await page.screenshot({ path: join(out, `${picture}.png`) });
  await page.evaluate(checker.content);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}

/** The dialog of a new flow. */
async function begin(page, zh, en) {
  await page.goto('/build/blank');
  await page.getByRole('region', { name: '流程' }).getByRole('button', { name: /新建/ }).click();
  const dialog = page.getByRole('dialog', { name: '新建流程' });
  await dialog.getByLabel('中文名称').fill(zh);
  await dialog.getByLabel('英文名称').fill(en);
  return dialog;
}

const create = (dialog) => dialog.getByRole('button', { name: /^创\s?建$/ }).click();
const question = (dialog, name) => dialog.getByRole('combobox', { name, exact: true });

/** Amounts need a field that holds one; what is missing is said, and nothing is made without it. */
async function byAmount(page) {
  const dialog = await begin(page, '用款审批', 'approval');
  await dialog.getByRole('button', { name: /^金额分级审批/ }).waitFor();
  await clean(page, 'flow-templates-1440');
  await choose(page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '通知单');
  await dialog.getByRole('button', { name: /^金额分级审批/ }).click();
  await dialog.getByText('这个表单没有数字或金额字段。先在表单里加一个，再用这个模板。').waitFor();
  await create(dialog);
  await dialog.getByText('请先选好这一项').first().waitFor();
  await choose(page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '用款单');
  await dialog.getByTitle('用款金额', { exact: true }).waitFor();
  await choose(page, question(dialog, '先由谁批'), '经办');
  await choose(page, question(dialog, '超过第一档再由谁批'), '主管');
  await choose(page, question(dialog, '超过第二档由谁批'), '总监');
  await dialog.getByLabel('第二档：超过').fill('500');
  await create(dialog);
  await dialog.getByText('要大于上一档').waitFor();
  await dialog.getByLabel('第二档：超过').fill('20000');
  await clean(page, 'flow-templates-picked-1440');
  await create(dialog);
  await tree(page).getByRole('button', { name: '超过 20000', exact: true }).waitFor();
  await tree(page).getByRole('button', { name: /终审/ }).first().waitFor();
  await saved(page);
}

/** A copy goes to a form that has the fields it names, and to no other. By keyboard alone. */
async function copied(page) {
  const dialog = await begin(page, '用款复核', 'second');
  const card = dialog.getByRole('button', { name: /^复制「用款审批」/ });
  await choose(page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '通知单');
  await dialog.getByText('「通知单」缺少它用到的字段：用款金额').waitFor();
  assert.equal(await card.isDisabled(), true);
  await choose(page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '用款单');
  await card.focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('region', { name: '复制「用款审批」' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await card.focus();
  await page.keyboard.press('Enter');
  await create(dialog);
  await tree(page).getByRole('button', { name: '超过 20000', exact: true }).waitFor();
  await saved(page);
  // A second flow of the same form would begin with each record, too.
  await sent(boss, 'DELETE', '/api/build/blank/objects/flow/second');
}

/** Over a flow with a single step the gallery is offered; what is taken can be undone. */
async function overAnother(page) {
  const dialog = await begin(page, '通知处理', 'notices');
  await choose(page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '通知单');
  await create(dialog);
  await page.getByText('这个流程还没画几步').waitFor();
  await page.getByRole('button', { name: '从模板开始' }).click();
  const gallery = page.getByRole('dialog', { name: '从模板开始' });
  await gallery.getByRole('button', { name: /^处理与验收/ }).click();
  await choose(page, question(gallery, '谁处理'), '经办');
  await gallery.getByRole('button', { name: '使用这个模板' }).click();
  await tree(page).getByRole('button', { name: /返工/ }).first().waitFor();
  await page.getByText('这个流程还没画几步').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^撤销/ }).click();
  await page.getByText('这个流程还没画几步').waitFor();
  await page.getByRole('button', { name: /^重做/ }).click();
  await tree(page).getByRole('button', { name: /返工/ }).first().waitFor();
  await saved(page);
}

async function publish(page) {
  const { diagnostics } = await sent(boss, 'GET', '/api/build/blank/check');
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error'), []);
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.getByRole('dialog', { name: '发布前看一看' }).getByRole('button', { name: '确认发布' }).click();
  await page.getByText(/已发布为第 \d+ 版/).waitFor();
}

/** Real cases: each step by whoever really has it. */
async function run(form, values, steps) {
  const as = async (login) => new Client(server.address).signIn(login, password);
  const builder = await as('builder');
  const record = await sent(builder, 'POST', `/api/apps/blank/forms/${form}/records`, { values });
  for (const [login, step, action] of steps) {
    const client = await as(login);
    const { tasks } = await sent(client, 'GET', '/api/tasks?box=todo');
    const task = tasks.find(({ link }) => link.record === record.id);
    assert.ok(task, `${login} has nothing to do: ${JSON.stringify(tasks)}`);
    assert.equal(task.node_label['zh-CN'], step);
    await sent(client, 'POST', `/api/tasks/${task.id}/act`, { action, ...(action === 'reject' ? { opinion: '还要改' } : {}) });
  }
  assert.equal((await sent(builder, 'GET', `/api/apps/blank/forms/${form}/records/${record.id}/flow`)).state, 'completed');
}

test('flows begin from templates, are published, and cases go their ways', { timeout: 600_000 }, async () => {
  const here = [];
  await play('flow-templates', () => here, async () => {
    const builder = await person(chrome, server.address, 'builder');
    here.push(builder);
    const { page } = builder;
    await byAmount(page);
    await copied(page);
    await overAnother(page);
    await publish(page);
    await run('payment', { subject: '小额', amount: '300.00' }, [['desk', '初审', 'approve']]);
    await run('payment', { subject: '中额', amount: '3000.00' }, [['desk', '初审', 'approve'], ['lead', '复审', 'approve']]);
    await run('payment', { subject: '大额', amount: '30000.00' }, [['desk', '初审', 'approve'], ['director', '终审', 'approve']]);
    await run('notice', { subject: '要返工一次' }, [['desk', '处理', 'complete'], ['builder', '验收', 'reject'], ['desk', '返工', 'complete'], ['builder', '验收', 'approve']]);

    const pocket = await person(chrome, server.address, 'builder', phone);
    here.push(pocket);
    const dialog = await begin(pocket.page, '手机上建', 'pocket');
    await choose(pocket.page, dialog.getByRole('combobox', { name: '属于哪个表单' }), '用款单');
    await clean(pocket.page, 'flow-templates-390');
    await dialog.getByRole('button', { name: /^金额分级审批/ }).click();
    await question(dialog, '先由谁批').scrollIntoViewIfNeeded();
    await clean(pocket.page, 'flow-templates-picked-390');
    assert.deepEqual(here.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of here) await context.close();
});
