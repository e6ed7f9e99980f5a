/** Whoever may build makes a form from nothing: by mouse, by keyboard alone, together with somebody else; whoever fills in files a record. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { blankPackage, largeForm } from './lib/blank.mjs';
import { field, write } from './lib/form.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, out, person, phone, play } from './lib/stage.mjs';
import { Client } from '../lib/server.mjs';

const people = {
  builder: { name: '章搭建', roles: ['builder', 'staff'] },
  second: { name: '李同建', roles: ['builder', 'staff'] },
  staff: { name: '王填单', roles: ['staff'] },
};
const address = (form) => `/build/blank/form/${form}`;
const other = { id: 'other', label: { 'zh-CN': '另一张表', en: 'Another form' }, fields: [{ id: 'first', kind: 'text', label: { 'zh-CN': '第一项', en: 'First' } }] };
const keyed = { id: 'keyed', label: { 'zh-CN': '键盘表', en: 'Keyed form' }, fields: [] };

let server;
let boss;
let chrome;
before(async () => {
  ({ server, boss } = await imported(blankPackage([keyed, other, largeForm('large', 500)]), 'blank', people));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** A story of one builder; nothing may go wrong on the page. */
async function built(name, form, story, screen) {
  const here = [];
  await play(`form-designer-${name}`, () => here, async () => {
    const builder = await person(chrome, server.address, 'builder', screen);
    here.push(builder);
    await builder.page.goto(address(form));
    await canvas(builder.page).waitFor();
    await story(builder.page, here);
    assert.deepEqual(here.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of here) await context.close();
}

const canvas = (page) => page.getByRole('group', { name: '画布' });
const properties = (page) => page.getByRole('complementary', { name: '属性' });
const face = (page, label) => canvas(page).locator('[data-face]').filter({ hasText: new RegExp(`^\\s*${label}(?![\\d一二])`) }).first();
const offer = (page, kind) => page.getByRole('button', { name: `添加${kind}`, exact: true });
const saved = (page) => page.getByRole('status').filter({ hasText: '已保存' }).waitFor();

/** The fields of the two stories: kind, name, English name. */
const wanted = [
  ['自动编号', '单号', 'No.'], ['单行文本', '主题', 'Subject'], ['成员', '申请人', 'Applicant'], ['部门', '部门', 'Department'], ['日期', '申请日期', 'Applied on'],
  ['单选', '类别', 'Kind'], ['开关', '加急', 'Urgent'], ['多行文本', '加急原因', 'Why urgent'], ['数值', '数量', 'Quantity'], ['金额', '单价', 'Price'],
  ['计算字段', '总额', 'Total'], ['百分比', '折扣', 'Discount'], ['手机', '联系手机', 'Mobile'], ['邮箱', '联系邮箱', 'Mail'], ['省市区', '地区', 'Region'],
  ['日期', '期望日期', 'Wanted on'], ['时间', '送达时间', 'Time'], ['多选', '附加服务', 'Services'], ['评分', '重要程度', 'Weight'], ['网址', '参考链接', 'Link'],
  ['附件', '附件', 'Files'], ['图片', '照片', 'Photos'], ['标签', '标签', 'Tags'], ['单行文本', '备用一', 'Spare one'], ['多行文本', '备注', 'Remark'],
];

/** The rules: field, what is decided, the formula. */
const rules = [
  ['加急原因', '显示条件', '{switch}'],
  ['加急原因', '必填条件', '{switch}'],
  ['联系邮箱', '显示条件', 'NOT(ISBLANK({mobile}))'],
  ['数量', '校验', 'OR(ISBLANK({number}), {number} >= 1)'],
  ['折扣', '只读条件', 'ISBLANK({money})'],
];

async function write2(page, zh, en) {
  const panel = properties(page);
  await panel.getByLabel('名称（中文）', { exact: true }).fill(zh);
  await panel.getByLabel('名称（英文）', { exact: true }).fill(en);
}

/** Writes a formula where the conditions stand first. */
async function formula(page, region, text) {
  await region.getByText('公式', { exact: true }).first().click();
  await region.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

test('a form of 25 fields with 5 rules is built by mouse, published and filled in', { timeout: 400_000 }, async () => {
  await built('mouse', 'request', async (page, here) => {
    await offer(page, '分组').click();
    await write2(page, '基本信息', 'Basics');
    for (const [kind, zh, en] of wanted) {
      await offer(page, kind).click();
      await write2(page, zh, en);
    }
    // Dragged: a control from the palette, a field to another place, one into a section of its own.
    await offer(page, '分组').dragTo(face(page, '单号'), { targetPosition: { x: 20, y: 4 } });
    await face(page, '备注').dragTo(face(page, '主题'), { targetPosition: { x: 6, y: 20 } });
    await canvas(page).getByRole('list', { name: '基本信息' }).getByRole('button', { name: /^备注/ }).waitFor();
    await face(page, '总额').click();
    await fillFormula(page, '{number} * {money}');
    for (const [name, aspect, text] of rules) await addRule(page, name, aspect, text);
    await saved(page);
    await page.screenshot({ path: join(out, 'form-designer-1440.png') });
    await page.evaluate(checker.content);
    assert.deepEqual(await barriers(page), []);
    assert.deepEqual(await sticksOut(page), []);
    await stored('request');
    await publish(page);
    const staff = await person(chrome, server.address, 'staff');
    here.push(staff);
    await fileOne(staff.page, '申请单');
  });
});

test('the same form is built by keyboard alone', { timeout: 400_000 }, async () => {
  await built('keys', 'keyed', async (page) => {
    const { keyboard } = page;
    await tabTo(page, page.getByRole('button', { name: '插入' }));
    for (const [at, [kind, zh]] of wanted.entries()) {
      await keyboard.press(at === 0 ? 'Enter' : 'i');
      await page.getByRole('dialog').getByRole('combobox').waitFor();
      await keyboard.insertText(kind);
      await page.getByTitle(kind, { exact: true }).filter({ visible: true }).last().waitFor();
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await focused(page, /^field:/);
      await keyboard.press('Enter');
      await properties(page).getByLabel('名称（中文）', { exact: true }).and(page.locator(':focus')).waitFor();
      await keyboard.insertText(zh);
      await keyboard.press('Escape');
      await focused(page, /^field:/);
    }
    // Moved up by keys, put into a section by keys, copied and taken back.
    await keyboard.press('Alt+ArrowUp');
    await keyboard.press('Control+g');
    await focused(page, /^part:/);
    await keyboard.press('Control+z');
    await canvas(page).getByRole('list', { name: '分组' }).waitFor({ state: 'detached' });
    for (const [name, aspect, text] of rules) {
      await ruleByKeys(page, name, aspect, text);
    }
    await saved(page);
    await stored('keyed');
  });
});

async function focused(page, key) {
  await page.waitForFunction(({ source }) => new RegExp(source).test(document.activeElement?.dataset?.face ?? ''), { source: key.source });
}

/** Presses a key and waits until the focus has moved: menus and lists move it when the browser paints again. */
async function moved(page, key) {
  await page.evaluate(() => { window.leaving = document.activeElement; });
  await page.keyboard.press(key);
  // The end of a list moves nothing; then a few pictures are enough to know it.
  await page.evaluate(async () => {
    for (let pictures = 0; pictures < 30 && document.activeElement === window.leaving; pictures += 1) await new Promise(requestAnimationFrame);
  });
}

/** Presses Tab until something has the focus. */
async function tabTo(page, target) {
  await target.waitFor({ state: 'attached' });
  for (let at = 0; at < 200; at += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await moved(page, 'Tab');
  }
  assert.fail('Tab does not lead there');
}

/** Goes over the canvas by arrows, opens the rules by R, and writes one. */
async function ruleByKeys(page, name, aspect, text) {
  const { keyboard } = page;
  const words = (selector) => page.evaluate((from) => document.activeElement?.closest(from)?.textContent ?? '', selector);
  await keyboard.press('Home');
  for (let at = 0; at < 60 && !(await words('[data-face]')).startsWith(name); at += 1) await moved(page, 'ArrowDown');
  await keyboard.press('r');
  await properties(page).getByRole('button', { name: '添加规则' }).and(page.locator(':focus')).waitFor();
  await keyboard.press('Enter');
  await page.getByRole('menuitem', { name: aspect }).filter({ visible: true }).waitFor();
  for (let at = 0; at < 12 && (await words('[role=menuitem]')) !== aspect; at += 1) await moved(page, 'ArrowDown');
  assert.equal(await words('[role=menuitem]'), aspect);
  await keyboard.press('Enter');
  const region = properties(page).getByRole('region', { name: aspect });
  await tabTo(page, region.getByRole('radio', { name: '条件' }));
  await keyboard.press('ArrowRight');
  await tabTo(page, region.locator('.cm-content'));
  await keyboard.insertText(text);
  await keyboard.press('Escape');
  if ((await page.evaluate(() => document.activeElement?.closest('[data-properties]') !== null))) await keyboard.press('Escape');
  await focused(page, /^field:/);
}

async function fillFormula(page, text) {
  const panel = properties(page);
  await panel.locator('.cm-content').first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

async function addRule(page, name, aspect, text) {
  await face(page, name).click();
  const panel = properties(page);
  await panel.getByRole('tab', { name: /^逻辑/ }).click();
  await panel.getByRole('button', { name: '添加规则' }).click();
  await page.getByRole('menuitem', { name: aspect }).filter({ visible: true }).click();
  await formula(page, panel.getByRole('region', { name: aspect }), text);
}

/** What the server has of a form: all fields, all rules, nothing wrong. */
async function stored(form) {
  const object = await sent(boss, 'GET', `/api/build/blank/objects/form/${form}`);
  const { fields, logic } = object.definition;
  assert.deepEqual(fields.map(({ label }) => label['zh-CN']).toSorted(), wanted.map(([, zh]) => zh).toSorted());
  assert.equal(logic.length, rules.length);
  const { diagnostics } = await sent(boss, 'GET', '/api/build/blank/check');
  assert.deepEqual(diagnostics.filter(({ severity, file }) => severity === 'error' && file === `forms/${form}.json`), []);
}

async function publish(page) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: '发布前看一看' });
  await dialog.getByRole('heading', { name: '更改' }).waitFor();
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText(/已发布为第 \d+ 版/).waitFor();
}

async function fileOne(page, form) {
  await page.goto('/apps/blank/forms/request/new');
  const main = page.getByRole('main');
  await page.getByRole('heading', { level: 1, name: `新建${form}` }).waitFor();
  await write(main, '主题', '购置两台示波器');
  assert.equal(await field(main, '加急原因').count(), 0);
  await field(main, '加急').setChecked(true);
  await write(main, '加急原因', '生产线停工');
  await write(main, '数量', '2');
  await write(main, '单价', '1500');
  await field(main, '总额').filter({ hasText: '3,000' }).waitFor();
  await main.getByRole('button', { name: '提交' }).click();
  await page.waitForURL(/\/records\/[0-9a-f-]{36}$/);
}

test('steps are taken back after a reload, and a copy goes to another form with its rules', { timeout: 200_000 }, async () => {
  await built('clip', 'other', async (page) => {
    await offer(page, '起止日期与天数').click();
    await face(page, '开始日期').waitFor();
    await saved(page);
    await page.reload();
    await face(page, '开始日期').waitFor();
    await page.getByRole('button', { name: /^撤销/ }).click();
    await face(page, '开始日期').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^重做/ }).click();
    await face(page, '开始日期').waitFor();
    await saved(page);
    await face(page, '起止时间').click();
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await canvas(page).getByRole('button', { name: /^开始日期/ }).nth(1).waitFor();
    await saved(page);
    const { definition } = await sent(boss, 'GET', '/api/build/blank/objects/form/other');
    const copy = definition.fields.find(({ id }) => id === 'day_count_2');
    assert.match(copy.formula, /\{ends_on_2\}/);
    assert.ok(definition.logic.some(({ target, formula: text }) => target === 'ends_on_2' && text.includes('{begins_on_2}')));
  });
});

test('two builders of one form are told of each other, and nothing is lost', { timeout: 200_000 }, async () => {
  await built('two', 'other', async (page) => {
    await face(page, '第一项').click();
    const second = await new Client(server.address).signIn('second', 'mortise-demo');
    const { definition, etag } = await sent(second, 'GET', '/api/build/blank/objects/form/other');
    const theirs = { ...definition, fields: [...definition.fields, { id: 'theirs', kind: 'text', label: { 'zh-CN': '对方加的', en: 'Theirs' } }] };
    const { status } = await second.send('PUT', '/api/build/blank/objects/form/other', theirs, { headers: { 'If-Match': etag } });
    assert.equal(status, 200);
    await properties(page).getByLabel('名称（中文）', { exact: true }).fill('我改的名');
    const dialog = page.getByRole('dialog', { name: /刚改过/ });
    await dialog.waitFor();
    await dialog.getByText('对方加的').waitFor();
    await page.screenshot({ path: join(out, 'form-designer-two.png') });
    await page.evaluate(checker.content);
    assert.deepEqual(await barriers(page), []);
    await dialog.getByRole('button', { name: '合并两边' }).click();
    await face(page, '对方加的').waitFor();
    await face(page, '我改的名').waitFor();
    await saved(page);
    const merged = await sent(boss, 'GET', '/api/build/blank/objects/form/other');
    assert.ok(merged.definition.fields.some(({ id }) => id === 'theirs'));
    assert.ok(merged.definition.fields.some(({ label }) => label['zh-CN'] === '我改的名'));
  });
});

test('headers of a sheet become fields, all words stand in one table, and the draft can be tried', { timeout: 200_000 }, async () => {
  await built('header', 'other', async (page) => {
    await page.getByRole('button', { name: '粘贴表头' }).click();
    const dialog = page.getByRole('dialog', { name: '由表头生成字段' });
    await dialog.getByRole('textbox', { name: '在这里粘贴' }).fill('客户名称*\t联系电话\t数量（件）\t到货日期\t备注\n华东仪表\t13800138000\t12\t2026-03-01\t急用');
    await dialog.getByRole('button', { name: '添加 5 个字段' }).waitFor();
    await page.screenshot({ path: join(out, 'form-designer-header.png') });
    await dialog.getByRole('button', { name: '添加 5 个字段' }).click();
    for (const label of ['客户名称', '联系电话', '数量', '到货日期', '备注']) await face(page, label).waitFor();
    await page.getByRole('button', { name: '翻译' }).click();
    const words = page.getByRole('dialog', { name: '翻译' });
    await words.getByRole('checkbox', { name: /只看缺/ }).check();
    await words.getByRole('textbox', { name: /英文/ }).first().fill('Customer');
    await page.screenshot({ path: join(out, 'form-designer-words.png') });
    await page.keyboard.press('Escape');
    await words.waitFor({ state: 'detached' });
    await saved(page);
    await page.getByRole('button', { name: '预览' }).click();
    const preview = page.getByRole('dialog', { name: '预览' });
    await preview.getByRole('button', { name: '试提交' }).click();
    await preview.getByText(/处没有填对/).waitFor();
    await preview.getByText('手机', { exact: true }).first().click();
    await page.screenshot({ path: join(out, 'form-designer-preview.png') });
  });
});

test('a form of 500 fields is chosen from at once', { timeout: 200_000 }, async (context) => {
  await built('large', 'large', async (page) => {
    await face(page, '字段 10').waitFor();
    const machine = await page.context().newCDPSession(page);
    await machine.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => (await machine.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
    const rounds = 40;
    const choose = () => page.evaluate(async (count) => {
      const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(0);
      }));
      const faces = [...document.querySelectorAll('[data-face^="field:"]')];
      const found = [];
      for (let at = 0; at < count; at += 1) {
        const begun = performance.now();
        faces[(at * 37) % 120].click();
        await painted();
        found.push(performance.now() - begun);
      }
      return found.toSorted((one, another) => one - another);
    }, rounds);
    await choose();
    // The machine has other work, too: what counts is the time that the page itself takes of it, in the best of five rounds.
    // The goal is 50 ms; a slower machine may take twice as long before the test takes it for a fault.
    let best = Infinity;
    for (let round = 0; round < 5 && best > 100; round += 1) {
      const before = await spent();
      const times = await choose();
      const each = ((await spent()) - before) / rounds;
      best = Math.min(best, each);
      context.diagnostic(`choosing one of 500 fields: ${each.toFixed(1)} ms of the page's thread; until it is drawn, median ${times[rounds / 2].toFixed(1)} ms, slowest ${times.at(-1).toFixed(1)} ms`);
    }
    assert.ok(best <= 100, `${best.toFixed(1)} ms of the page's thread`);
  });
});

test('the designer on a phone', { timeout: 120_000 }, async () => {
  await built('phone', 'other', async (page) => {
    await face(page, '第一项').or(face(page, '我改的名')).first().click();
    await page.getByRole('dialog').getByLabel('名称（中文）', { exact: true }).waitFor();
    await page.screenshot({ path: join(out, 'form-designer-390.png') });
    assert.deepEqual(await sticksOut(page), []);
  }, phone);
});

