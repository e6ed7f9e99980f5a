/** An XLSForm becomes an app that asks, checks and calculates as its author wrote; one that cannot be taken says where and why. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { field } from './lib/form.mjs';
import { workbook } from './lib/sheets.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';
import { Client, run, scratch, serve } from '../lib/server.mjs';

const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const head = ['type', 'name', 'label::中文 (zh)', 'label::English (en)', 'required', 'relevant', 'constraint', 'constraint_message::中文 (zh)', 'calculation'];
const check = {
  name: 'equipment-check.xlsx',
  mimeType,
  buffer: workbook({
    survey: [
      head,
      ['begin group', 'basic', '基本信息', 'Basics', '', '', '', '', ''],
      ['text', 'asset', '设备编号', 'Asset', 'yes', '', '', '', ''],
      ['select_one result', 'result', '点检结果', 'Result', 'yes', '', '', '', ''],
      ['end group', '', '', '', '', '', '', '', ''],
      ['select_multiple part', 'parts', '异常部位', 'Parts', '', "${result} = 'bad'", '', '', ''],
      ['integer', 'hours', '停机小时', 'Hours down', '', "${result} = 'bad'", '. >= 0 and . <= 24', '停机小时应在 0 到 24 之间', ''],
      ['calculate', 'loss', '停机损失', 'Loss', '', '', '', '', '${hours} * 120'],
      ['note', 'thanks', '谢谢填写', 'Thank you', '', '', '', '', ''],
    ],
    choices: [
      ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)'],
      ['result', 'good', '正常', 'Good'],
      ['result', 'bad', '异常', 'Bad'],
      ['part', 'motor', '电机', 'Motor'],
      ['part', 'belt', '皮带', 'Belt'],
    ],
    settings: [['form_title', 'form_id'], ['设备点检', 'equipment_check']],
  }),
};
const broken = {
  name: 'broken.xlsx',
  mimeType,
  buffer: workbook({
    survey: [['type', 'name', 'label', 'relevant'], ['text', 'who', '姓名', ''], ['select_one nowhere', 'what', '类别', ''], ['text', 'why', '原因', '/data/who != \'\'']],
  }),
};

let server;
let chrome;
before(async () => {
  const data = scratch('data');
  const made = await run(['user', 'add', 'boss', '--admin', '--data', data], { env: { MORTISE_USER_PASSWORD: password } });
  assert.equal(made.code, 0, made.err);
  server = await serve(data);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

async function choose(page, file) {
  await page.goto('/admin/packages/from-workbook');
  await page.locator('input[type=file]').setInputFiles(file);
}

test('an XLSForm becomes an app that asks and checks as it says', { timeout: 180_000 }, async () => {
  const people = [];
  await play('xlsform', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', desk));
    const [{ page }] = people;
    const main = page.getByRole('main');
    await choose(page, check);
    await main.getByText('这是一份 XLSForm').waitFor();
    assert.equal(await main.getByRole('textbox', { name: '应用名称' }).inputValue(), '设备点检');
    assert.equal(await main.getByRole('textbox', { name: '应用编号' }).inputValue(), 'equipment_check');
    const asked = main.getByRole('row').filter({ hasText: '停机小时' }).first();
    for (const told of ['survey!A7', 'integer', '显示条件', '{result} = "bad"', 'survey!F7', '校验']) await asked.getByText(told).first().waitFor();
    await main.getByText('选项：正常、异常').waitFor();
    await snap(page, 'xlsform-review');
    await main.getByRole('button', { name: '建好并发布' }).click();
    await main.getByRole('button', { name: '打开应用' }).click();
    await page.getByRole('heading', { level: 1, name: '设备点检' }).waitFor();

    await page.goto('/apps/equipment_check/forms/equipment_check/new');
    await field(main, '设备编号').fill('A-17');
    await main.getByText('正常', { exact: true }).click();
    assert.equal(await main.getByText('停机小时').count(), 0);
    await main.getByText('异常', { exact: true }).click();
    await main.getByText('电机', { exact: true }).click();
    await field(main, '停机小时').fill('30');
    await main.getByRole('button', { name: '提交', exact: true }).click();
    await main.getByText('停机小时应在 0 到 24 之间').first().waitFor();
    await snap(page, 'xlsform-checked');
    await field(main, '停机小时').fill('3');
    await main.getByText(/^360/).first().waitFor();
    await main.getByRole('button', { name: '提交', exact: true }).click();
    await page.waitForURL(/\/records\/[0-9a-f-]{36}/);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  const boss = await new Client(server.address).signIn('boss', password);
  const { body } = await boss.send('POST', '/api/apps/equipment_check/forms/equipment_check/records/query', {});
  const [{ values }] = body.rows;
  assert.deepEqual([values.asset, values.result, values.parts, values.hours, Number(values.loss)], ['A-17', 'bad', ['motor'], 3, 360]);
  for (const { context } of people) await context.close();
});

test('an XLSForm that cannot be taken tells each place, on a phone as well', { timeout: 120_000 }, async () => {
  const people = [];
  await play('xlsform-refused', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', phone));
    const [{ page }] = people;
    const main = page.getByRole('main');
    await choose(page, broken);
    await main.getByText('这份 XLSForm 有 2 处不能原样转换').waitFor();
    await main.getByRole('row').filter({ hasText: 'choices 工作表没有列表「nowhere」' }).getByText('A3').waitFor();
    await main.getByRole('row').filter({ hasText: 'relevant' }).getByText('D4').waitFor();
    assert.equal(await main.getByRole('button', { name: '建好并发布' }).count(), 0);
    await snap(page, 'xlsform-refused-phone');
    await main.getByRole('button', { name: '换一个文件' }).click();
    await page.locator('input[type=file]').setInputFiles(check);
    await main.getByText('已有编号为「equipment_check」的应用').waitFor();
    await snap(page, 'xlsform-review-phone');
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  const boss = await new Client(server.address).signIn('boss', password);
  const { body } = await boss.send('GET', '/api/apps');
  assert.deepEqual(body.apps.map(({ id }) => id), ['equipment_check']);
  for (const { context } of people) await context.close();
});
