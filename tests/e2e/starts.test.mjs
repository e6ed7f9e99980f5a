/** A flow begins on a record that is there already: by the button that its definition puts there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, until } from '../lib/server.mjs';
import { imported, sent } from './lib/imported.mjs';
import { sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const form = '/apps/repair/forms/log';
const people = { dora: { name: '杜调度', roles: ['dispatcher'] }, li: { name: '李维修', roles: ['technician'] } };
let server;
let dora;
let chrome;

before(async () => {
  ({ server } = await imported('examples/repair-desk', 'repair', people));
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
      assert.deepEqual(here.faults, []);
    });
    await here.context.close();
    const li = await new Client(server.address).signIn('li', password);
    const refused = await li.send('POST', `/api${form}/records/${id}/start`, { flow: 'second_look' });
    assert.ok([403, 404, 422].includes(refused.status), JSON.stringify(refused));
    assert.equal((await sent(dora, 'GET', `/api${form}/records/${id}`)).values._flow, 'completed');
  });
}
