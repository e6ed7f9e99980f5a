/** Lists as views: filters in groups, own views, groups with totals, many records at once, cells, board and calendar. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, until } from '../lib/server.mjs';
import { pickByKeyboard } from './lib/form.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { packageIn } from './lib/package.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const folder = 'examples/leave-request';
const app = packageIn(folder);
const form = app.form('request');
const records = `/api/apps/leave/forms/request/records`;
const month = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' }).format(new Date());
const day = (number) => `${month}-${String(number).padStart(2, '0')}`;

let server;
let chrome;
let api;
before(async () => {
  let boss;
  let ids;
  ({ server, boss, ids } = await imported(folder, 'leave', {
    employee: { name: '林员工', roles: ['employee'] },
    head: { name: '高主管', roles: ['employee'] },
    hr: { name: '何人事', roles: ['hr'] },
  }));
  const department = await sent(boss, 'POST', '/api/admin/departments', { name: '研发部', head: ids.head });
  await sent(boss, 'PATCH', `/api/admin/users/${ids.employee}`, { departments: [department.id] });
  api = await new Client(server.address).signIn('hr', password);
  const asked = [['personal', 3, 3, '搬家'], ['personal', 5, 8, '探亲'], ['marriage', 10, 12, '婚礼'], ['personal', 20, 21, '看房']];
  for (const [kind, from, to, reason] of asked) await sent(api, 'POST', records, { values: { kind, from: day(from), to: day(to), reason } });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Plays with the person of the personnel office; nothing may be wrong on the page, nor out of reach. */
async function staged(name, screen, story) {
  const people = [];
  await play(name, () => people, async () => {
    people.push(await person(chrome, server.address, 'hr', screen));
    const { page, context, faults } = people[0];
    await context.addInitScript(checker);
    await page.goto(form.path);
    await story(page);
    assert.deepEqual(faults, []);
  });
  for (const { context } of people) await context.close();
}

async function seemly(page, name) {
  await snap(page, name);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}

const listed = async () => (await sent(api, 'POST', `${records}/query`, {})).rows;
const rows = (page) => page.getByRole('main').getByRole('table').locator('tbody').getByRole('row');

test('filters stand in groups, are saved as an own view, and the list opens with it', { timeout: 180_000 }, async () => {
  await staged('views-saved', desk, async (page) => {
    await page.getByRole('tab', { name: '全部' }).click();
    await page.getByRole('button', { name: '条件组' }).click();
    const dialog = page.getByRole('dialog', { name: '筛选条件' });
    await pickByKeyboard(page, dialog.getByLabel('选择字段'), '请假类型');
    await pickByKeyboard(page, dialog.getByLabel('值', { exact: true }), '婚假');
    await page.keyboard.press('Escape');
    await dialog.getByText('满足任一').click();
    await dialog.getByRole('button', { name: '添加条件', exact: true }).click();
    await pickByKeyboard(page, dialog.getByLabel('选择字段').nth(1), '事由');
    await dialog.getByLabel('值', { exact: true }).nth(1).fill('搬家');
    await seemly(page, 'views-filter');
    await dialog.getByRole('button', { name: '应用' }).click();
    await page.getByText('共 2 条').waitFor();
    await page.getByRole('button', { name: /更多操作/ }).click();
    await page.getByRole('menuitem', { name: '另存为个人视图' }).click();
    await page.getByLabel('视图名称').fill('我关心的');
    await page.getByRole('dialog').getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('tab', { name: /我关心的/, selected: true }).waitFor();
    await page.getByRole('button', { name: /更多操作/ }).click();
    await page.getByRole('menuitem', { name: '设为打开时的视图' }).click();
    await page.goto(form.path);
    await page.getByRole('tab', { name: /我关心的/, selected: true }).waitFor();
    await page.getByText('共 2 条').waitFor();
    await page.getByRole('button', { name: /更多操作/ }).click();
    await page.getByRole('menuitem', { name: '删除视图' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除视图' }).click();
    await page.getByRole('tab', { name: /我关心的/ }).waitFor({ state: 'detached' });
  });
});

test('groups have totals, and rows are chosen, changed and refused one by one', { timeout: 180_000 }, async () => {
  await staged('views-bulk', desk, async (page) => {
    await page.getByRole('tab', { name: '按月汇总' }).click();
    await page.getByRole('rowheader', { name: '合计' }).waitFor();
    await seemly(page, 'views-groups');
    await page.getByRole('tab', { name: '全部' }).click();
    await rows(page).first().waitFor();
    await page.getByLabel('选择本页全部').check();
    await page.getByRole('button', { name: '修改 4 条' }).click();
    const dialog = page.getByRole('dialog', { name: '批量修改 4 条' });
    await pickByKeyboard(page, dialog.getByLabel('要修改的字段'), '结束日期');
    await dialog.getByRole('textbox').last().fill(day(11));
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: '修改 4 条' }).click();
    const told = page.getByRole('dialog', { name: '批量处理结果' });
    await told.getByText('共 4 条：完成 3 条，未处理 1 条').waitFor();
    await told.getByText(/结束日期不能早于开始日期/).waitFor();
    await seemly(page, 'views-bulk');
    await told.getByRole('button', { name: '关闭' }).last().click();
    const late = (await listed()).filter((row) => row.values.to === day(11));
    assert.equal(late.length, 3, 'the one that would end before it begins stays as it was');
  });
});

test('a cell is changed by the keyboard, where it stands', { timeout: 180_000 }, async () => {
  await staged('views-cell', desk, async (page) => {
    await page.getByRole('tab', { name: '全部' }).click();
    const cell = page.getByTitle('双击或按回车修改「请假类型」').first();
    const input = page.getByRole('main').getByRole('combobox').last();
    // The rows of the view before may still stand there when the first of them is entered.
    await until(async () => {
      await cell.focus();
      await page.keyboard.press('F2');
      await input.waitFor({ timeout: 1_000 });
      return true;
    });
    await page.keyboard.press('Escape');
    await cell.waitFor();
    await cell.dblclick();
    await page.getByRole('main').getByRole('combobox').last().click();
    await page.getByTitle('其他', { exact: true }).last().click();
    const written = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await written;
    await page.getByText('其他').first().waitFor();
    assert.equal((await listed()).filter((row) => row.values.kind === 'other').length, 1);
  });
});

for (const [name, screen] of [['desk', desk], ['phone', phone]]) {
  test(`a card moves on the board and in the calendar by its menu on a ${name}`, { timeout: 180_000 }, async () => {
    await staged(`views-places-${name}`, screen, async (page) => {
      await page.goto(`${form.path}?view=by_kind`);
      const before = (await listed()).find((row) => row.values.kind === 'personal');
      await page.getByRole('button', { name: `移动「${before.title}」` }).first().click();
      await page.getByRole('menuitem', { name: '移到「婚假」' }).click();
      await page.getByText(`已移动：${before.title}`).first().waitFor();
      assert.equal((await listed()).find((row) => row.id === before.id).values.kind, 'marriage');
      await seemly(page, `views-board-${name}`);
      await page.goto(`${form.path}?view=calendar`);
      await page.getByRole('button', { name: `移动「${before.title}」` }).first().click();
      await page.getByRole('menuitem', { name: '推后一天' }).click();
      await page.getByText(`已移动：${before.title}`).first().waitFor();
      const after = (await listed()).find((row) => row.id === before.id).values;
      assert.equal(Date.parse(after.from) - Date.parse(before.values.from), 86_400_000);
      assert.equal(Date.parse(after.to) - Date.parse(before.values.to), 86_400_000, 'it keeps its length');
      await seemly(page, `views-calendar-${name}`);
    });
  });
}
