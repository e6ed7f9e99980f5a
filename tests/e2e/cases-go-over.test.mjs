/** A flow is changed while fifty cases run; they go over to it after a dry run, and their holders keep their to-dos. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { blankPackage } from './lib/blank.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const label = (zh, en) => ({ 'zh-CN': zh, en });
const matter = { id: 'matter', label: label('事项', 'Matter'), title_field: 'name', fields: [{ id: 'name', kind: 'text', label: label('名称', 'Name') }] };
const step = (id, kind, zh, en) => ({ id, kind, label: label(zh, en), ...(['approve', 'handle'].includes(kind) ? { assign: [{ by: 'role', role: 'staff' }] } : {}) });
const edge = (id, from, to) => ({ id, from, to });

/** Two departments look at once, then it is closed. */
const flow = {
  format: 1,
  id: 'looking',
  label: label('审查', 'Looking'),
  form: 'matter',
  nodes: [
    step('start', 'start', '提交', 'Filed'),
    step('apart', 'parallel', '分头', 'Apart'),
    step('quality', 'approve', '质量审查', 'Quality'),
    step('safety', 'approve', '安全审查', 'Safety'),
    step('together', 'parallel', '会合', 'Together'),
    step('close', 'handle', '归档', 'Filing'),
    step('end', 'end', '结束', 'End'),
  ],
  edges: [edge('e1', 'start', 'apart'), edge('e2', 'apart', 'quality'), edge('e3', 'apart', 'safety'), edge('e4', 'quality', 'together'), edge('e5', 'safety', 'together'), edge('e6', 'together', 'close'), edge('e7', 'close', 'end')],
};
/** The second department's step is another one now, and somebody confirms before it is closed. */
const changed = {
  ...flow,
  nodes: [...flow.nodes.filter(({ id }) => id !== 'safety'), step('risk', 'approve', '风险审查', 'Risk'), step('confirm', 'approve', '确认', 'Confirm')],
  edges: [...flow.edges.filter(({ id }) => !['e3', 'e5', 'e6'].includes(id)), edge('r1', 'apart', 'risk'), edge('r2', 'risk', 'together'), edge('c1', 'together', 'confirm'), edge('c2', 'confirm', 'close')],
};
const records = '/api/apps/blank/forms/matter/records';

let server;
let chrome;
let staff;
let builder;
before(async () => {
  ({ server } = await imported(blankPackage([matter], { flows: [flow] }), 'blank', {
    builder: { name: '章搭建', roles: ['builder', 'staff'] },
    staff: { name: '王填单', roles: ['staff'] },
  }));
  staff = await new Client(server.address).signIn('staff', password);
  builder = await new Client(server.address).signIn('builder', password);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const nodesOf = async (id) => (await sent(staff, 'GET', `${records}/${id}`)).values._node;

/** Whoever of the two has the step of a case approves it. */
async function approve(id, step) {
  const { open } = await sent(staff, 'GET', `${records}/${id}/flow`);
  const answers = [];
  for (const task of open.filter(({ node }) => node === step)) {
    for (const client of [staff, builder]) {
      const { status } = await client.send('POST', `/api/tasks/${task.id}/act`, { action: 'approve' });
      if (status === 200) return;
      answers.push(status);
    }
  }
  assert.fail(`nobody could approve ${step} of ${id}: ${answers.join(' ')} ${JSON.stringify(open)}`);
}

test('fifty running cases go over to the changed flow', { timeout: 240_000 }, async () => {
  const made = [];
  for (let at = 0; at < 50; at += 1) made.push((await sent(staff, 'POST', records, { values: { name: `事项 ${at}` } })).id);
  await approve(made[0], 'quality');
  assert.equal(await nodesOf(made[0]), 'safety', 'one branch waits at the join');
  const { etag } = await sent(builder, 'GET', '/api/build/blank/objects/flow/looking');
  const { status } = await builder.send('PUT', '/api/build/blank/objects/flow/looking', changed, { headers: { 'If-Match': etag } });
  assert.equal(status, 200);
  await sent(builder, 'POST', '/api/build/blank/publish', { note: '' });

  const people = [];
  await play('cases-go-over', () => people, async () => {
    people.push(await person(chrome, server.address, 'builder', desk));
    const [{ page }] = people;
    await page.goto('/build/blank');
    await page.getByRole('button', { name: '版本', exact: true }).click();
    await page.getByRole('dialog', { name: '版本' }).getByText('50 个单据按旧版本流转').waitFor();
    await page.getByRole('button', { name: '迁移到当前版本…' }).click();
    const dialog = page.getByRole('dialog', { name: '进行中的单据' });
    await dialog.getByText('50 个单据中 0 个可以迁移，50 个还不行。').waitFor();
    await dialog.getByText('新版本没有步骤「安全审查」，请选择由哪一步接替').waitFor();
    const go = dialog.getByRole('button', { name: '迁移 50 个单据' });
    assert.equal(await go.isDisabled(), true);
    await seemly(page, 'cases-obstacles');
    await dialog.getByRole('combobox', { name: '「安全审查」由哪一步接替' }).click();
    await page.getByTitle('风险审查').click();
    await dialog.getByText('50 个单据都可以迁移。').waitFor();
    await seemly(page, 'cases-fit');
    await page.setViewportSize(phone);
    await seemly(page, 'cases-fit-phone');
    await page.setViewportSize(desk);
    await go.click();
    await page.getByText('已迁移 50 个单据').waitFor();

    assert.equal(await nodesOf(made[0]), 'risk', 'the other branch still waits at the join');
    await approve(made[0], 'risk');
    assert.equal(await nodesOf(made[0]), 'confirm');
    await approve(made[0], 'confirm');
    assert.equal(await nodesOf(made[0]), 'close');
    assert.deepEqual((await nodesOf(made[7])).split(',').sort(), ['quality', 'risk']);
    await page.goto(`/apps/blank/forms/matter/records/${made[7]}`);
    await page.getByText('迁移到新版本').waitFor();

    // Where the time of the fifty went: nobody passed the closing, all but one wait in the first two branches.
    await page.goto('/build/blank/flow/looking');
    await page.getByRole('link', { name: '步骤耗时' }).click();
    await page.getByRole('heading', { level: 1, name: '审查 · 步骤耗时' }).waitFor();
    await page.getByText('统计了 50 个流程，其中 50 个仍在进行。').waitFor();
    await page.getByText('正在等待', { exact: true }).first().click();
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '质量审查' }) });
    assert.deepEqual(await row.getByRole('cell').allInnerTexts().then(([passed, , , , , waiting]) => [passed, waiting]), ['1', '49']);
    const risk = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '风险审查' }) });
    assert.equal(await risk.getByRole('cell').nth(5).innerText(), '49', 'the step goes on with what waited at the one before it');
    assert.equal(await page.getByRole('group', { name: '流程图' }).getByText('质量审查').locator('xpath=..').getAttribute('data-shade'), '4');
    await seemly(page, 'flow-times');
    await page.setViewportSize(phone);
    await seemly(page, 'flow-times-phone');
    await page.setViewportSize(desk);
    await page.getByRole('combobox', { name: '版本' }).click();
    await page.getByTitle('第 1 版').click();
    await page.getByText('这段时间内没有流程').waitFor();
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
});

async function seemly(page, name) {
  await page.evaluate(checker.content);
  await snap(page, name);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}
