/** Clocks of a flow: seen with a case while they run, stand still and end, and set in the designer. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { clocksPackage } from './lib/clocks.mjs';
import { imported, sent } from './lib/imported.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';
import { Client, until } from '../lib/server.mjs';

const form = '/apps/repairs/forms/repair';
const people = { lee: { name: '李组长', roles: ['lead'] }, owner: { name: '吴管理', roles: ['owner'] } };

let server;
let chrome;
let lead;
let builder;
before(async () => {
  ({ server } = await imported(clocksPackage(), 'repairs', people));
  chrome = await browser();
  lead = await new Client(server.address).signIn('lee', password);
  builder = await new Client(server.address).signIn('owner', password);
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Plays a story with a person on a screen; nothing may go wrong unseen. */
async function staged(name, screen, login, story) {
  const here = [];
  await play(`clocks-${name}`, () => here, async () => {
    here.push(await person(chrome, server.address, login, screen));
    await story(here[0].page);
    assert.deepEqual(here.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of here) await context.close();
}

const clocks = (page) => page.getByRole('region', { name: '流程计时' }).filter({ visible: true });
const clock = (page, name) => clocks(page).getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) }).first();

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`the record shows the clocks of its flow: running, standing still, met, at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`case-${name}`, screen, 'lee', async (page) => {
      const records = `/api${form}/records`;
      const { id } = await sent(lead, 'POST', records, { values: { subject: `水泵 ${name}` } });
      await page.goto(`${form}/records/${id}`);
      const tab = page.getByRole('tab', { name: '流程' });
      await page.getByRole('region', { name: '待办处理' }).waitFor();
      if (await tab.count() > 0) await tab.click();
      await clock(page, '修好').getByText(/^剩 /).waitFor();
      await clock(page, '送还').getByText('未开始').waitFor();
      await clock(page, '修好').getByRole('button', { name: '为什么是这个时间' }).click();
      const why = clock(page, '修好').getByRole('region', { name: '为什么是这个时间' });
      await why.getByText('时限 24 小时自然时间').waitFor();
      await why.getByRole('list', { name: '接下来' }).getByText('到 50% 时提醒').waitFor();
      await snap(page, `clocks-running-${name}`);

      const todo = page.getByRole('region', { name: '待办处理' });
      const done = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes('/api/tasks/'));
      await todo.getByRole('button', { name: '办结' }).click();
      assert.equal((await done).status(), 200);
      // The page goes on to what waits next, which may be another case.
      await page.goto(`${form}/records/${id}`);
      await page.getByRole('region', { name: '待办处理' }).waitFor();
      if (await tab.count() > 0) await tab.click();
      await clock(page, '首次查看').getByText('按时完成', { exact: true }).waitFor();
      const { revision } = await sent(lead, 'GET', `${records}/${id}`);
      const changed = await lead.send('PATCH', `${records}/${id}`, { values: { waiting: true } }, { headers: { 'If-Match': `"${revision}"` } });
      assert.equal(changed.status, 200);
      await page.reload();
      await page.getByRole('region', { name: '待办处理' }).waitFor();
      if (await tab.count() > 0) await tab.click();
      await clock(page, '修好').getByText('已暂停：等待客户').waitFor();
      await clocks(page).getByText('没有截止时间：「修好」已暂停：等待客户').waitFor();
      await snap(page, `clocks-paused-${name}`);
    });
  });
}

test('the designer adds a clock to the flow', { timeout: 240_000 }, async () => {
  await staged('designer', desk, 'owner', async (page) => {
    await page.goto('/build/repairs/flow/mending');
    const panel = page.getByRole('region', { name: '流程计时' });
    const named = panel.getByRole('textbox', { name: '名称（中文）' });
    await named.nth(2).waitFor();
    await snap(page, 'clocks-designer-1440');
    const before = await named.count();
    await panel.getByRole('button', { name: '添加' }).last().click();
    await named.nth(before).fill('取件');
    await panel.getByRole('spinbutton', { name: '数量' }).last().fill('3');
    const pick = async (setting, option) => {
      const input = panel.getByRole('combobox', { name: setting }).last();
      await input.click();
      // What other settings have chosen carries the same title.
      const list = page.locator('.ant-select-dropdown').filter({ has: page.locator(`[id="${await input.getAttribute('id')}_list"]`) });
      await list.getByTitle(option, { exact: true }).click();
    };
    await pick('单位', '小时');
    await pick('按什么时间计算', '自然时间');
    await page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();
    const flow = async () => (await sent(builder, 'GET', '/api/build/repairs/objects/flow/mending')).definition;
    const made = async () => (await flow()).clocks.find((clock) => clock.label['zh-CN'] === '取件')?.within;
    await until(async () => isDeepStrictEqual(await made(), { amount: 3, unit: 'hours', time: 'wall' }));
    const { diagnostics } = await sent(builder, 'GET', '/api/build/repairs/check');
    assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error'), []);
  });
});
