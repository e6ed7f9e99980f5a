/** Options from a system outside: searched, kept with their names, asked for anew, and what a person sees while the system is away. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, root, until } from '../lib/server.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const form = '/apps/repair/forms/repair';
const records = `/api${form}/records`;
const people = { rose: { name: '罗报修', roles: ['reporter'] }, dora: { name: '杜调度', roles: ['dispatcher'] }, li: { name: '李维修', roles: ['technician'] } };
const parts = [
  { number: 'SF-2', name: '散热风扇', trade: 'electrical' },
  { number: 'FU-10', name: '保险丝 10A', trade: 'electrical' },
  { number: 'SW-8', name: '交换机', trade: 'network' },
  { number: 'CA-5', name: '网线 5 米', trade: 'network' },
  { number: 'P-1', name: '水泵叶轮', trade: 'mechanical' },
];

/** The store of parts: what it was asked, and whether it is away. */
const store = { heard: [], away: false };
let peer;
let server;
let boss;
let chrome;

before(async () => {
  peer = createServer((request, response) => {
    const url = new URL(request.url, 'http://store');
    store.heard.push(url);
    const [trade, words] = [url.searchParams.get('trade') ?? '', url.searchParams.get('q') ?? ''];
    const found = parts.filter((part) => (trade === '' || part.trade === trade) && `${part.number} ${part.name}`.includes(words));
    response.writeHead(store.away ? 503 : 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(store.away ? {} : { parts: found }));
  });
  await new Promise((resolve) => peer.listen(0, '127.0.0.1', resolve));
  let ids;
  ({ server, boss, ids } = await imported(join(root, 'examples/repair-desk'), 'repair', people, { env: { MORTISE_OPEN_RANGES: '["127.0.0.0/8"]' } }));
  await sent(boss, 'PUT', '/api/packages/repair/slots', { slots: { stock_address: `http://127.0.0.1:${peer.address().port}/api`, stock_token: 'only-for-the-store' } });
  await sent(boss, 'PUT', '/api/admin/roles/repair/dispatcher', { users: [ids.dora, ids.boss] });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
  peer?.close();
});

// What the store said stays for a minute: on the phone another trade is asked for.
for (const [name, screen, trade, one, other] of [['1440', desk, '电气', '散热风扇', '保险丝 10A'], ['390', phone, '网络', '交换机', '网线 5 米']]) {
  test(`a part is chosen from the store while a repair is reported at ${name} px`, { timeout: 240_000 }, async () => {
    const here = await person(chrome, server.address, 'rose', screen);
    await here.context.addInitScript(checker);
    await play(`options-outside-${name}`, () => [here], async () => {
      const { page } = here;
      await page.goto(`${form}/new`);
      const what = `异响 ${name}`;
      await page.getByRole('textbox', { name: '故障' }).fill(what);
      await page.getByRole('radio', { name: trade }).check({ force: true });
      const part = page.getByRole('combobox', { name: /^更换的备件/ });
      const option = (label) => page.locator('.ant-select-item-option').filter({ hasText: label, visible: true });

      // The system is away: it is said where one looks, with a way to try again.
      store.away = true;
      await part.click();
      const told = page.getByRole('alert').filter({ hasText: '提供选项的系统暂时没有答复', visible: true });
      await told.first().waitFor();
      await snap(page, `options-outside-away-${name}`);
      store.away = false;
      await told.first().getByRole('button', { name: '重试' }).click();
      await option(one).waitFor();
      assert.equal(await option('水泵叶轮').count(), 0, 'only parts of the trade');
      await snap(page, `options-outside-open-${name}`);
      assert.deepEqual(await sticksOut(page), []);

      // Typing asks the store, once typing pauses.
      const before = store.heard.length;
      await part.pressSequentially(other.slice(0, 2));
      await option(other).waitFor();
      await option(one).waitFor({ state: 'detached' });
      assert.deepEqual(store.heard.slice(before).map((url) => url.searchParams.get('q')), [other.slice(0, 2)]);
      await option(other).click();
      await page.getByText(other).filter({ visible: true }).first().waitFor();

      // Another trade: what was chosen is not offered any more, and is not saved.
      await page.getByRole('radio', { name: '机械' }).check({ force: true });
      await page.getByText('所选的已不在选项里，请重新选择').waitFor();
      await snap(page, `options-outside-gone-${name}`);
      assert.deepEqual(await barriers(page), []);
      await part.click();
      await option('水泵叶轮').click();
      await page.getByText('所选的已不在选项里').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: '提交' }).last().click();
      await page.waitForURL(new RegExp(`${form}/(?!new)`));
      const { rows } = await sent(boss, 'POST', `${records}/query`, { filter: { field: 'what', op: 'eq', value: what } });
      assert.deepEqual(rows[0].values.spare, { value: 'P-1', label: '水泵叶轮' });

      // The name is shown although the store is away.
      store.away = true;
      const asked = store.heard.length;
      await page.goto(`${form}/records/${rows[0].id}`);
      await page.getByText('水泵叶轮').first().waitFor();
      await snap(page, `options-outside-kept-${name}`);
      assert.equal(store.heard.length, asked, 'nobody is asked to show it');
      store.away = false;
      assert.ok(!(await page.content()).includes('only-for-the-store'));
      assert.deepEqual(here.faults, []);
    });
    await here.context.close();
  });
}

test('a builder sets where the options come from', { timeout: 180_000 }, async () => {
  const here = await person(chrome, server.address, 'boss', desk);
  await play('options-outside-build', () => [here], async () => {
    const { page } = here;
    await page.goto('/build/repair/form/repair');
    await page.locator('[data-face]').filter({ hasText: '更换的备件' }).first().click();
    const panel = page.getByRole('complementary', { name: '属性' });
    await panel.getByText('备件库存系统', { exact: true }).waitFor();
    await panel.getByText('查找备件', { exact: true }).waitFor();
    // Inputs are those of the operation, by their names.
    await panel.getByText('加一个输入…').waitFor();
    await panel.getByText('{trade}').or(panel.getByText('工种')).last().waitFor();
    await panel.getByText('文字', { exact: true }).waitFor();
    await panel.getByText('对方没有答复时').scrollIntoViewIfNeeded();
    await snap(page, 'options-outside-build');
    assert.deepEqual(here.faults, []);
  });
  await here.context.close();
});
