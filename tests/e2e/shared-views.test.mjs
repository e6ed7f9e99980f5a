/** Views for everybody, made in the list; the filters of views, roles and reports, put together in the builder. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { pickByKeyboard } from './lib/form.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { packageIn } from './lib/package.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const folder = 'examples/leave-request';
const form = packageIn(folder).form('request');
const records = '/api/apps/leave/forms/request/records';
const draft = '/api/build/leave/objects/form/request';

let server;
let chrome;
let boss;
before(async () => {
  let ids;
  ({ server, boss, ids } = await imported(folder, 'leave', {
    employee: { name: '林员工', roles: ['employee'] },
    head: { name: '高主管', roles: ['employee'] },
    hr: { name: '何人事', roles: ['hr'] },
  }));
  const department = await sent(boss, 'POST', '/api/admin/departments', { name: '研发部', head: ids.head });
  await sent(boss, 'PATCH', `/api/admin/users/${ids.employee}`, { departments: [department.id] });
  const employee = await new Client(server.address).signIn('employee', password);
  const asked = [['personal', '2026-03-02', '2026-03-03', '搬家'], ['marriage', '2026-03-09', '2026-03-11', '婚礼'], ['other', '2026-03-16', '2026-03-16', '看房']];
  for (const [kind, from, to, reason] of asked) await sent(employee, 'POST', records, { values: { kind, from, to, reason } });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Plays with somebody; nothing may be wrong on the page. */
async function staged(name, login, screen, story) {
  const people = [];
  await play(name, () => people, async () => {
    people.push(await person(chrome, server.address, login, screen));
    const { page, context, faults } = people[0];
    await context.addInitScript(checker);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await story(page);
    assert.deepEqual(faults, []);
  });
  for (const { context } of people) await context.close();
}

async function seemly(page, name) {
  // A list that was chosen from is gone before the page is judged.
  await page.locator('.ant-select-dropdown').filter({ visible: true }).first().waitFor({ state: 'hidden' });
  await snap(page, name);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}

/** Chooses from a short list, which is not searched. */
async function choose(page, input, option) {
  await input.click();
  await page.getByTitle(option, { exact: true }).last().click();
}

const menu = async (page, item) => {
  await page.getByRole('button', { name: /更多操作/ }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
};
const saved = (page) => page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();

async function publish(page, number) {
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('button', { name: '确认发布' }) });
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText(`已发布为第 ${number} 版`).waitFor();
}

test('a builder shares a view from the list; what somebody else drafted stays, and another person sees it', { timeout: 240_000 }, async () => {
  const { definition, etag } = await sent(boss, 'GET', draft);
  const other = await boss.send('PUT', draft, { ...definition, help: { 'zh-CN': '请提前三天', en: 'Three days ahead' } }, { headers: { 'If-Match': etag } });
  assert.ok(other.status < 300, JSON.stringify(other.body));
  await staged('shared-views', 'hr', desk, async (page) => {
    await page.goto(`${form.path}?view=all`);
    await page.getByRole('button', { name: '这张表单有改动待发布' }).waitFor();
    await page.getByRole('button', { name: '条件组' }).click();
    const dialog = page.getByRole('dialog', { name: '筛选条件' });
    await pickByKeyboard(page, dialog.getByLabel('选择字段'), '请假类型');
    await pickByKeyboard(page, dialog.getByLabel('值', { exact: true }), '婚假');
    await page.keyboard.press('Escape');
    await dialog.getByText('满足任一').click();
    await dialog.getByRole('button', { name: '添加条件', exact: true }).click();
    await pickByKeyboard(page, dialog.getByLabel('选择字段').nth(1), '参与人');
    await pickByKeyboard(page, dialog.getByLabel('值', { exact: true }).nth(1), '林员工');
    await dialog.getByRole('button', { name: '添加条件', exact: true }).click();
    await pickByKeyboard(page, dialog.getByLabel('选择字段').nth(2), '提交部门');
    await choose(page, dialog.getByLabel('条件', { exact: true }).nth(2), '属于（含下级）');
    await pickByKeyboard(page, dialog.getByLabel('值', { exact: true }).nth(2), '研发部');
    await page.keyboard.press('Escape');
    await dialog.getByText('含义：请假类型是 婚假 或 林员工参与过 或 提交部门属于 研发部（含下级）').waitFor();
    await seemly(page, 'shared-filter');
    await dialog.getByRole('button', { name: '应用' }).click();
    await page.getByText('共 3 条').waitFor();

    await menu(page, '颜色与搜索…');
    const look = page.getByRole('dialog', { name: '颜色与搜索' });
    await look.getByRole('button', { name: '添加颜色' }).click();
    await pickByKeyboard(page, look.getByLabel('选择字段'), '请假类型');
    await pickByKeyboard(page, look.getByLabel('值', { exact: true }), '婚假');
    await page.keyboard.press('Escape');
    await seemly(page, 'shared-look');
    await look.getByRole('button', { name: '应用' }).click();
    await page.locator('tr[data-tone=warning], td[data-tone=warning]').first().waitFor();

    await menu(page, '另存为共享视图');
    const share = page.getByRole('dialog', { name: '设为共享视图' });
    await share.getByLabel('视图名称（中文）').fill('研发与婚假');
    await share.getByLabel('视图名称（英文）').fill('R and D');
    await seemly(page, 'shared-name');
    await share.getByRole('button', { name: '存入草稿，下一步发布' }).click();
    await publish(page, 2);
    await page.getByRole('tab', { name: '研发与婚假', selected: true }).waitFor();
    await page.getByText('共 3 条').waitFor();
    await seemly(page, 'shared-published');
  });
  const { definition: now, state } = await sent(boss, 'GET', draft);
  assert.equal(state, 'published');
  assert.equal(now.help['zh-CN'], '请提前三天', 'the draft of somebody else was published with it, not lost');
  const view = now.views.find(({ id }) => id === 'r_and_d');
  assert.deepEqual(view.columns, definition.views.find(({ id }) => id === 'all').columns);
  assert.deepEqual(view.tones, [{ when: { field: 'kind', op: 'in', value: ['marriage'] }, tone: 'warning' }]);
  assert.equal(view.filter.or.length, 3);
  assert.deepEqual(view.filter.or[1].op, 'involves');

  await staged('shared-seen', 'employee', phone, async (page) => {
    await page.goto(`${form.path}?view=r_and_d`);
    await page.getByRole('tab', { name: '研发与婚假', selected: true }).waitFor();
    await page.getByText('共 3 条').waitFor();
    await page.getByRole('button', { name: /更多操作/ }).click();
    await page.getByRole('menuitem', { name: '复制链接' }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: '管理共享视图' }).count(), 0, 'who does not build changes nothing for others');
    await page.keyboard.press('Escape');
    await seemly(page, 'shared-seen-phone');
  });
});

test('shared views are updated, renamed and put in another order from the list', { timeout: 240_000 }, async () => {
  await staged('shared-managed', 'hr', desk, async (page) => {
    await page.goto(`${form.path}?view=r_and_d&sort=-days`);
    await menu(page, '更新共享视图');
    await publish(page, 3);
    await menu(page, '管理共享视图');
    const dialog = page.getByRole('dialog', { name: '管理共享视图' });
    await dialog.getByLabel('第 6 个视图的名称（中文）').fill('研发部的请假');
    await dialog.getByRole('button', { name: '把「研发部的请假」往前移' }).click();
    await seemly(page, 'shared-manage');
    await dialog.getByRole('button', { name: '存入草稿，下一步发布' }).click();
    await publish(page, 4);
    await page.getByRole('tab', { name: '研发部的请假' }).waitFor();
  });
  const { definition } = await sent(boss, 'GET', draft);
  assert.deepEqual(definition.views.map(({ id }) => id), ['mine', 'all', 'calendar', 'by_kind', 'r_and_d', 'by_month']);
  assert.deepEqual(definition.views[4].sort, [{ field: 'days', dir: 'desc' }]);
});

test('an own view is sent by its link', { timeout: 180_000 }, async () => {
  let link;
  await staged('shared-link', 'employee', desk, async (page) => {
    await page.goto(`${form.path}?view=all&filter=${encodeURIComponent(JSON.stringify({ field: 'kind', op: 'in', value: ['other'] }))}&columns=no,reason`);
    await menu(page, '另存为个人视图');
    await page.getByLabel('视图名称').fill('其他假');
    await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('tab', { name: /其他假/, selected: true }).waitFor();
    await menu(page, '复制链接');
    await page.getByText('链接已复制').waitFor();
    link = await page.evaluate(() => navigator.clipboard.readText());
  });
  await staged('shared-link-seen', 'hr', desk, async (page) => {
    await page.goto(link);
    await page.getByRole('tab', { name: '其他假（来自链接）', selected: true }).waitFor();
    await page.getByText('共 1 条').waitFor();
    await page.getByRole('columnheader', { name: '事由' }).waitFor();
    await menu(page, '另存为个人视图');
    assert.equal(await page.getByLabel('视图名称').inputValue(), '其他假', 'it can be kept under its name');
  });
});

test('the filter of a grant is put together in the role, published, and the right holds', { timeout: 240_000 }, async () => {
  const employee = await new Client(server.address).signIn('employee', password);
  assert.equal((await sent(employee, 'POST', `${records}/count`, {})).count, 3);
  await staged('shared-role', 'hr', desk, async (page) => {
    const main = page.getByRole('main');
    await page.goto('/build/leave/role/employee');
    await main.getByRole('button', { name: '附加条件：无' }).first().click();
    const filter = main.getByRole('group', { name: '「请假单」的附加条件' });
    await filter.getByRole('button', { name: '添加条件', exact: true }).click();
    await pickByKeyboard(page, filter.getByLabel('选择字段'), '请假类型');
    await filter.getByText('还没有填值。').waitFor();
    await pickByKeyboard(page, filter.getByLabel('值', { exact: true }), '婚假');
    await page.keyboard.press('Escape');
    await filter.getByRole('button', { name: '添加条件组' }).click();
    const inner = filter.getByRole('group', { name: '条件组', exact: true });
    await pickByKeyboard(page, inner.getByLabel('选择字段'), '当前步骤');
    await choose(page, inner.getByLabel('条件', { exact: true }), '不为空');
    await inner.getByRole('button', { name: '添加条件', exact: true }).click();
    await pickByKeyboard(page, inner.getByLabel('选择字段').nth(1), '提交人');
    await pickByKeyboard(page, inner.getByLabel('值', { exact: true }), '本人');
    await main.getByText('含义：请假类型是 婚假 且 (当前步骤不为空 或 提交人是 本人)').waitFor();
    await saved(page);
    await seemly(page, 'shared-role');
    await page.setViewportSize(phone);
    await snap(page, 'shared-role-phone');
    assert.deepEqual(await sticksOut(page), []);
    await page.setViewportSize(desk);
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await publish(page, 5);
  });
  const { definition } = await sent(boss, 'GET', '/api/build/leave/objects/role/employee');
  assert.deepEqual(definition.grants[0].filter, {
    and: [
      { field: 'kind', op: 'in', value: ['marriage'] },
      { or: [{ field: '_node', op: 'not_blank' }, { field: '_created_by', op: 'eq', value: { var: 'current_user' } }] },
    ],
  });
  const { rows } = await sent(employee, 'POST', `${records}/query`, {});
  assert.deepEqual(rows.map(({ values }) => values.kind), ['marriage'], 'the others are out of sight at once');
});

test('reports and views are filtered by the same editor in the builder', { timeout: 240_000 }, async () => {
  await staged('shared-builder', 'hr', desk, async (page) => {
    const main = page.getByRole('main');
    await page.goto('/build/leave/report/this_month');
    await main.getByText('含义：开始日期在本月').first().waitFor();
    await seemly(page, 'shared-report');
    await page.goto('/build/leave/form/request?at=%2Fviews%2F4');
    const dialog = page.getByRole('dialog', { name: '视图' });
    const view = dialog.getByRole('region', { name: '研发部的请假' });
    await view.getByText(/^含义：请假类型是 婚假 或 林员工参与过/).waitFor();
    await view.getByText('条件里指定了本系统的人员').waitFor();
    await seemly(page, 'shared-designer');
    await dialog.getByRole('button', { name: '请假日历' }).click();
    const calendar = dialog.getByRole('region', { name: '请假日历' });
    await calendar.getByRole('button', { name: '添加颜色' }).click();
    const tone = calendar.getByRole('region', { name: '第 2 条颜色' });
    await pickByKeyboard(page, tone.getByLabel('选择字段'), '天数');
    await choose(page, tone.getByLabel('条件', { exact: true }), '不小于');
    await tone.getByLabel('值', { exact: true }).fill('3');
    await page.keyboard.press('Tab');
    await saved(page);
    await page.setViewportSize(phone);
    await snap(page, 'shared-designer-phone');
  });
  const { definition } = await sent(boss, 'GET', draft);
  assert.deepEqual(definition.views[2].tones[1], { when: { field: 'days', op: 'ge', value: 3 }, tone: 'warning' });
});

test('a mark and a line of a dashboard lead to their records', { timeout: 180_000 }, async () => {
  await staged('shared-drill', 'hr', desk, async (page) => {
    await page.goto('/apps/leave/dashboards/overview');
    const lines = page.getByRole('main').getByRole('region', { name: '按状态' });
    await lines.getByRole('link', { name: '婚假' }).click();
    await page.getByRole('tab', { name: '按状态 · 婚假（来自链接）', selected: true }).waitFor();
    await page.getByText('共 1 条').waitFor();
    await page.getByText('请假类型是 婚假').waitFor();
    await seemly(page, 'shared-drill');
    await page.goBack();
    const pie = page.getByRole('main').getByRole('region', { name: '按类型' }).getByRole('img');
    await pie.waitFor();
    const { width, height } = await pie.boundingBox();
    await pie.click({ position: { x: width / 2 + height / 8, y: height * 0.54 } });
    await page.getByRole('tab', { name: /^按类型 · .+（来自链接）$/, selected: true }).waitFor();
    await page.getByText('共 1 条').waitFor();
  });
});
