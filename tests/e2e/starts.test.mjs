/** How cases begin by themselves: by a button on a record that is there already, and at the moments of a schedule. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, root, scratch, until } from '../lib/server.mjs';
import { imported, sent } from './lib/imported.mjs';
import { sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const form = '/apps/repair/forms/log';
const people = { dora: { name: '杜调度', roles: ['dispatcher'] }, li: { name: '李维修', roles: ['technician'] } };
let server;
let dora;
let chrome;

/** The example; rounds begin every ten seconds of the next minutes. */
function packaged() {
  const folder = scratch('package');
  cpSync(join(root, 'examples/repair-desk'), folder, { recursive: true });
  const file = join(folder, 'flows/weekly_round.json');
  const flow = JSON.parse(readFileSync(file, 'utf8'));
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });
  const at = Array.from({ length: 60 }, (_, number) => clock.format(Date.now() + number * 10_000));
  flow.nodes[0].schedule = { recurrence: { every: 'day', at } };
  writeFileSync(join(folder, 'flows/round_now.json'), JSON.stringify({ ...flow, id: 'round_now' }));
  return folder;
}

before(async () => {
  ({ server } = await imported(packaged(), 'repair', people));
  dora = await new Client(server.address).signIn('dora', password);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`an entry of the log is looked at again by its button at ${name} px`, { timeout: 120_000 }, async () => {
    const { id } = await sent(dora, 'POST', `/api${form}/records`, { values: { what: `异响 ${name}`, machine: 'M-7' } });
    const without = await sent(dora, 'POST', `/api${form}/records`, { values: { what: `漏油 ${name}` } });
    const here = await person(chrome, server.address, 'dora', screen);
    await play(`starts-${name}`, () => [here], async () => {
      const { page } = here;
      const button = page.getByRole('main').getByRole('button', { name: '发起复查', exact: true });
      await page.goto(`${form}/records/${without.id}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.equal(await button.count(), 0, 'nothing to look at without a machine');
      for (const round of [1, 2]) {
        await page.goto(`${form}/records/${id}`);
        await button.waitFor();
        assert.deepEqual(await sticksOut(page), []);
        await snap(page, `starts-${name}-${round}`);
        await button.click();
        await page.getByText('已发起：发起复查').waitFor();
        await button.waitFor({ state: 'hidden' });
        const { tasks } = await sent(dora, 'GET', '/api/tasks?box=todo');
        const [task] = tasks.filter((one) => one.title === `异响 ${name}`);
        assert.equal(task.node_label['zh-CN'] ?? task.node_label, '复查设备');
        await sent(dora, 'POST', `/api/tasks/${task.id}/act`, { action: 'complete', values: { result: `第 ${round} 次复查` } });
        await until(async () => (await sent(dora, 'GET', `/api${form}/records/${id}`)).values._flow === 'completed');
      }
      await page.goto(`${form}/records/${id}`);
      if (name === '390') await page.getByRole('tab', { name: '流程' }).click();
      const cases = page.getByRole('combobox', { name: '这条记录的各次流程' });
      const steps = page.getByRole('list').filter({ hasText: '复查设备' });
      await steps.waitFor();
      await cases.click();
      await snap(page, `starts-${name}-cases`);
      await page.getByTitle(/第 1 次/).or(page.locator('.ant-select-item-option').filter({ hasText: '第 1 次' })).first().click();
      await page.locator('.ant-select').filter({ hasText: '第 1 次' }).waitFor();
      await steps.waitFor();
      assert.deepEqual(await sticksOut(page), []);
      await snap(page, `starts-${name}-first-case`);
      assert.deepEqual(here.faults, []);
    });
    await here.context.close();
    const li = await new Client(server.address).signIn('li', password);
    const refused = await li.send('POST', `/api${form}/records/${id}/start`, { flow: 'second_look' });
    assert.ok([403, 404, 422].includes(refused.status), JSON.stringify(refused));
    assert.equal((await sent(dora, 'GET', `/api${form}/records/${id}`)).values._flow, 'completed');
  });
}

test('cases begin at the moments of a schedule, each once', { timeout: 120_000 }, async () => {
  const rounds = async () => (await sent(dora, 'POST', '/api/apps/repair/forms/round/records/query', { columns: ['planned_on', '_flow', '_created_at'] })).rows;
  await until(async () => (await rounds()).length >= 2);
  const found = await rounds();
  assert.ok(found.every(({ values }) => values._flow === 'running' && values.planned_on.length === 10), JSON.stringify(found));
  // Of two moments that are ten seconds apart two cases come, of one moment no second one.
  const begun = found.map(({ values }) => Date.parse(values._created_at)).sort((a, b) => a - b);
  assert.ok(begun.every((at, index) => index === 0 || at - begun[index - 1] > 5_000), JSON.stringify(begun));
});

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`a builder sets a schedule and tries it on the clock of the simulation at ${name} px`, { timeout: 180_000 }, async () => {
    const here = await person(chrome, server.address, 'dora', screen);
    await play(`starts-schedule-${name}`, () => [here], async () => {
      const { page } = here;
      await page.goto('/build/repair/flow/weekly_round');
      await page.getByRole('group', { name: '流程图' }).getByRole('button', { name: /每周一早上/ }).first().click();
      const properties = page.getByRole('complementary', { name: '属性' });
      const often = properties.getByRole('combobox', { name: '频率', exact: true });
      await often.scrollIntoViewIfNeeded();
      await snap(page, `starts-schedule-${name}`);
      assert.deepEqual(await sticksOut(page), []);

      // The clock of the simulation goes on to the moment, and the round begins by itself.
      await page.getByRole('button', { name: '模拟', exact: true }).click();
      const panel = page.getByRole('region', { name: '模拟流程' });
      await panel.getByRole('button', { name: '发起', exact: true }).click();
      await panel.getByRole('button', { name: '到下一个定时事件', exact: true }).click();
      const todo = panel.getByRole('listitem', { name: /的待办「巡检」/ });
      await todo.getByRole('button', { name: /签收/ }).click();
      await snap(page, `starts-schedule-simulation-${name}`);
      await todo.getByRole('button', { name: /办结/ }).click();
      await panel.getByRole('status', { name: '流程状态' }).getByText('停在').waitFor({ state: 'hidden' });
      assert.deepEqual(here.faults, []);
    });
    await here.context.close();
  });
}
