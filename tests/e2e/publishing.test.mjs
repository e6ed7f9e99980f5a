/** Publishing over live records: a text becomes a number, what does not convert is seen before, values are brought over behind, and come back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, until } from '../lib/server.mjs';
import { blankPackage } from './lib/blank.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const label = (zh, en) => ({ 'zh-CN': zh, en });
const stock = {
  id: 'stock',
  label: label('库存', 'Stock'),
  title_field: 'name',
  fields: [
    { id: 'name', kind: 'text', label: label('品名', 'Name') },
    { id: 'price', kind: 'text', label: label('单价', 'Price'), max_length: 20 },
    { id: 'count', kind: 'number', label: label('数量', 'Count'), scale: 0 },
    { id: 'double', kind: 'computed', label: label('两倍', 'Double'), formula: '{count} * 2', scale: 0 },
  ],
};
const records = '/api/apps/blank/forms/stock/records';
const prices = ['1,200.50', '￥12', '12 元', '待定', '3', '约 3', '', '７', '面议', '0.5'];
const converted = ['1200.50', '12.00', '12.00', null, '3.00', null, null, '7.00', null, '0.50'];

let server;
let chrome;
let api;
let made;
before(async () => {
  ({ server } = await imported(blankPackage([stock]), 'blank', {
    builder: { name: '章搭建', roles: ['builder', 'staff'] },
    staff: { name: '王填单', roles: ['staff'] },
  }));
  api = await new Client(server.address).signIn('staff', password);
  made = [];
  for (const [at, price] of prices.entries()) made.push((await sent(api, 'POST', records, { values: { name: `货品 ${at}`, price, count: at } })).id);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const value = async (at, field) => (await sent(api, 'GET', `${records}/${made[at]}`)).values[field] ?? null;
const properties = (page) => page.getByRole('complementary', { name: '属性' });
const face = (page, name) => page.getByRole('group', { name: '画布' }).locator('[data-face]').filter({ hasText: name }).first();
const saved = (page) => page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
const publication = (page) => page.getByRole('dialog', { name: '发布前看一看' });

async function seemly(page, name) {
  await page.evaluate(checker.content);
  await snap(page, name);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}

/** Opens the form in its designer and chooses a field. */
async function design(page, name) {
  await page.goto('/build/blank/form/stock');
  await face(page, name).click();
  await properties(page).getByLabel('名称（中文）', { exact: true }).waitFor();
}

async function publishes(page) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await publication(page).getByRole('heading', { name: '更改' }).waitFor();
}

/** Waits until the conversion is over, in the list of versions. */
async function over(page) {
  await page.getByRole('button', { name: '版本', exact: true }).click();
  await page.getByRole('dialog', { name: '版本' }).getByRole('listitem').filter({ hasText: '转换值' }).first().filter({ hasText: '完成' }).waitFor();
}

test('a text becomes a number over live records, and they are as before after going back', { timeout: 300_000 }, async () => {
  const people = [];
  await play('publishing', () => people, async () => {
    const builder = await person(chrome, server.address, 'builder', desk);
    people.push(builder);
    const { page } = builder;
    await design(page, '单价');
    await properties(page).getByRole('combobox', { name: '类型' }).fill('数值');
    await page.getByTitle('数值', { exact: true }).filter({ visible: true }).last().click();
    await saved(page);
    await publishes(page);
    const dialog = publication(page);
    const step = dialog.getByRole('group', { name: /库存「单价」.*单行文本.*数值/ });
    await step.getByText('涉及 9 条记录 · 3 条不符合').waitFor();
    const rows = step.getByRole('row').filter({ has: page.getByRole('link') });
    assert.deepEqual((await rows.allInnerTexts()).map((row) => row.split('\t').slice(0, 2).join(' ')).toSorted(), ['货品 3 待定', '货品 5 约 3', '货品 8 面议']);
    assert.match(await step.getByRole('link', { name: '货品 5' }).getAttribute('href'), new RegExp(made[5]));
    await dialog.getByText('字段 › 单价 › 类型').waitFor();
    const confirm = dialog.getByRole('button', { name: '确认发布' });
    assert.equal(await confirm.isDisabled(), true);
    await seemly(page, 'publication-1440');
    const [list] = await Promise.all([page.waitForEvent('download'), step.getByRole('button', { name: '导出全部不符合的记录' }).click()]);
    assert.match(list.suggestedFilename(), /\.xlsx$/);
    await step.getByRole('radio', { name: /留空/ }).check();
    await confirm.and(page.locator(':enabled')).waitFor();
    await confirm.click();
    const conversion = page.getByRole('dialog', { name: '数据转换' });
    await conversion.getByText('新版本已生效').waitFor();
    await conversion.getByRole('button', { name: '3 个值没有转换：导出' }).waitFor();
    await seemly(page, 'conversion-1440');
    await conversion.getByRole('button', { name: '关闭' }).last().click();
    for (const [at, wanted] of converted.entries()) assert.equal(await value(at, 'price'), wanted, prices[at]);

    await page.goto(`/apps/blank/forms/stock/records/${made[0]}`);
    await page.getByText('1,200.50').first().waitFor();
    await page.goto(`/apps/blank/forms/stock/records/${made[5]}`);
    await page.getByRole('tab', { name: '动态' }).click();
    await page.getByRole('listitem').filter({ hasText: '原值不能转换' }).getByText('约 3').waitFor();

    await page.goto('/build/blank');
    await over(page);
    await seemly(page, 'versions-1440');
    await page.getByRole('dialog', { name: '版本' }).getByRole('listitem').filter({ hasText: '第 1 版' }).getByRole('button', { name: '回滚' }).click();
    const back = page.getByRole('dialog', { name: '回到第 1 版？' });
    await back.getByText('字段 › 单价 › 类型').waitFor();
    await back.getByRole('button', { name: '回滚' }).click();
    await page.getByRole('dialog', { name: '数据转换' }).getByText('新版本已生效').waitFor();
    for (const [at, price] of prices.entries()) assert.equal(await value(at, 'price'), price === '' ? null : price);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});

test('a changed formula is current at once, and stored values follow', { timeout: 120_000 }, async () => {
  const people = [];
  await play('publishing-formula', () => people, async () => {
    const builder = await person(chrome, server.address, 'builder', phone);
    people.push(builder);
    const { page } = builder;
    const boss = await new Client(server.address).signIn('builder', password);
    const object = await boss.send('GET', '/api/build/blank/objects/form/stock');
    const definition = structuredClone(object.body.definition);
    definition.fields.find(({ id }) => id === 'double').formula = '{count} * 20';
    const { status, body } = await boss.send('PUT', '/api/build/blank/objects/form/stock', definition, { headers: { 'If-Match': object.headers.get('etag') } });
    assert.ok(status < 300, JSON.stringify(body));
    await page.goto('/build/blank');
    await publishes(page);
    await publication(page).getByText(/公式改变/).first().waitFor();
    await publication(page).getByText('{数量} * 20').waitFor();
    await seemly(page, 'publication-390');
    await publication(page).getByRole('button', { name: '确认发布' }).click();
    await page.getByText(/已发布为第 \d+ 版/).waitFor();
    await until(async () => (await value(9, 'double')) === 180);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});
