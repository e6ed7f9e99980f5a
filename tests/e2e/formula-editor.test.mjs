/** Whoever may build writes formulas with fields found by their sound, reads what is wrong, and puts conditions together; whoever fills in sees it work. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { browser, open, out, password, person, phone, play } from './lib/stage.mjs';
import { field } from './lib/form.mjs';
import { barriers, checker } from './lib/inspect.mjs';
import { packageIn } from './lib/package.mjs';
import { begin } from './lib/work.mjs';

const app = packageIn('definitions/complaint-management');
const form = app.form('complaint');
const sample = { title: '试算用的投诉', content: '收到货第三天屏幕就不亮了。', contact_name: '王小明', contact_phone: '13800138000' };

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

test('a computed field and a condition are written with help, published, and work', { timeout: 240_000 }, async () => {
  const people = [];
  await play('formula-editor', () => people, async () => {
    await filed();
    const director = await person(chrome, server.address, 'director');
    people.push(director);
    const { page } = director;
    await addComputed(page, '称呼长度');
    await write(page);
    await mend(page);
    await setCondition(page);
    await publish(page);

    const agent = await person(chrome, server.address, 'agent');
    people.push(agent);
    await fillIn(agent.page);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
});

test('the same editor on a phone', { timeout: 120_000 }, async () => {
  const people = [];
  await play('formula-editor-phone', () => people, async () => {
    const director = await person(chrome, server.address, 'director', phone);
    people.push(director);
    const { page } = director;
    await page.goto('/build/complaint/form/complaint');
    await choose(page, form.field('items_total').label);
    const panel = page.getByRole('complementary', { name: '属性' });
    const editor = panel.getByRole('textbox', { name: '公式' });
    await editor.getByText('涉及商品.小计').waitFor();
    await panel.getByRole('button', { name: '公式：字段与函数' }).click();
    await page.getByRole('listbox').waitFor();
    await panel.getByText('得出数字').waitFor();
    await page.screenshot({ path: join(out, 'formula-editor-390.png') });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= phone.width, `nothing is wider than the screen: ${width}`);
    assert.deepEqual(director.faults, []);
  });
});

/** A record to try formulas on. */
async function filed() {
  const client = await new Client(server.address).signIn('agent', password);
  const { status, body } = await client.send('POST', `/api${form.path}/records`, { values: sample });
  assert.equal(status, 201, JSON.stringify(body));
}

async function choose(page, label) {
  await page.getByRole('list', { name: '字段' }).getByRole('button', { name: new RegExp(`^${label}`) }).first().click();
}

async function addComputed(page, label) {
  await page.goto('/build/complaint/form/complaint');
  await choose(page, form.field('contact_name').label);
  await page.getByRole('button', { name: '添加计算字段' }).click();
  const panel = page.getByRole('complementary', { name: '属性' });
  await panel.getByLabel('名称（中文）').fill(label);
  await panel.getByLabel('名称（英文）').fill('Length of the name');
}

/** Two letters of its sound find the field; its value on the sample stands below. */
async function write(page) {
  const panel = page.getByRole('complementary', { name: '属性' });
  const editor = panel.getByRole('textbox', { name: '公式' });
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type('LEN(');
  await panel.getByText('LEN', { exact: false }).first().waitFor();
  await page.keyboard.type('lx');
  const option = page.getByRole('listbox').getByRole('option', { name: /^联系人/ });
  await option.waitFor();
  await page.screenshot({ path: join(out, 'formula-editor-completion.png') });
  await option.click();
  await editor.getByText('联系人', { exact: true }).waitFor();
  await panel.getByText('得出数字').waitFor();
  await panel.getByText('= 3', { exact: true }).waitFor();
  await panel.getByRole('button', { name: '换几个值试试' }).click();
  await panel.getByRole('group', { name: '换几个值试试' }).getByRole('textbox', { name: '联系人' }).fill('司马相如');
  await panel.getByText('= 4', { exact: true }).waitFor();
  await panel.getByRole('group', { name: '换几个值试试' }).getByRole('textbox', { name: '联系人' }).fill(sample.contact_name);
  await panel.getByText('= 3', { exact: true }).waitFor();
  await panel.getByRole('button', { name: '收起' }).click();
}

/** What is wrong is said in words with its place, and taken back by the keyboard. */
async function mend(page) {
  const panel = page.getByRole('complementary', { name: '属性' });
  const editor = panel.getByRole('textbox', { name: '公式' });
  await editor.click();
  await page.keyboard.press('End');
  await page.keyboard.type(' + {amoun}');
  await panel.getByText('引用了不存在的字段「amoun」').first().waitFor();
  await panel.getByText(/^第 \d+ 至 \d+ 个字符：$/).first().waitFor({ state: 'attached' });
  await page.screenshot({ path: join(out, 'formula-editor-finding.png') });
  for (let letter = 0; letter < ' + {amoun}'.length; letter += 1) await page.keyboard.press('Backspace');
  await panel.getByText('= 3', { exact: true }).waitFor();
}

/** A condition is put together from a field, a comparison and a value. */
async function setCondition(page) {
  const panel = page.getByRole('complementary', { name: '属性' });
  await panel.getByRole('tab', { name: /^逻辑/ }).click();
  await panel.getByRole('button', { name: '添加规则' }).click();
  await page.getByRole('menuitem', { name: '显示条件' }).click();
  const rule = panel.getByRole('region', { name: '显示条件' });
  await rule.getByRole('button', { name: '加条件' }).click();
  await pick(page, rule, '选择字段', form.field('title').label);
  await pick(page, rule, '条件', '包含');
  await rule.getByRole('textbox', { name: '值' }).fill('急');
  await rule.getByText('= 不成立').waitFor();
  await page.screenshot({ path: join(out, 'formula-editor-condition.png') });
  await page.evaluate(checker.content);
  assert.deepEqual(await barriers(page), []);
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
}

async function pick(page, place, name, option) {
  await place.getByRole('combobox', { name, exact: true }).click();
  await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().click();
}

async function publish(page) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '发布前看一看' });
  await dialog.getByRole('heading', { name: '更改' }).waitFor();
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText('已发布为第 2 版').waitFor();
}

/** The field is hidden until the condition holds, and then says what the formula gives. */
async function fillIn(page) {
  const main = page.getByRole('main');
  await begin(page, form);
  await field(main, form.field('contact_name').label).fill('欧阳小明');
  assert.equal(await field(main, '称呼长度').count(), 0);
  await field(main, form.field('title').label).fill('急：屏幕不亮');
  await field(main, '称呼长度').filter({ hasText: '4' }).waitFor();
  await field(main, form.field('title').label).fill('屏幕不亮');
  await field(main, '称呼长度').waitFor({ state: 'detached' });
}
