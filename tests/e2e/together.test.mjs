/** Two people at one record: what each of them changed survives, and where they meet one of them chooses. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { field, write } from './lib/form.mjs';
import { imported, sent } from './lib/imported.mjs';
import { packageIn } from './lib/package.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const folder = 'examples/control-gallery';
const app = packageIn(folder);
const form = app.form('machine');
const records = `/api/apps/${form.app}/forms/${form.id}/records`;
const label = (id) => form.field(id).label;

let server;
let chrome;
let api;
before(async () => {
  ({ server } = await imported(folder, app.id, { anna: { name: '安娜', roles: ['visitor'] }, bert: { name: '贝特', roles: ['visitor'] } }));
  chrome = await browser();
  api = await new Client(server.address).signIn('anna', password);
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Both open the same record to change it. */
async function both(name, screen, story) {
  const { id } = await sent(api, 'POST', records, { values: { name, serial: name, model: 'P-300' } });
  const people = [];
  await play(name, () => people, async () => {
    for (const login of ['anna', 'bert']) people.push(await person(chrome, server.address, login, screen));
    for (const { page } of people) {
      await page.goto(`${form.path}/records/${id}`);
      await page.getByRole('button', { name: '编辑' }).click();
      await field(page.getByRole('main'), label('name')).waitFor();
    }
    const stored = async () => (await sent(api, 'GET', `${records}/${id}`)).values;
    await story(people[0].page, people[1].page, stored);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
}

const enter = (page, id, text) => write(page.getByRole('main'), label(id), text);
const shown = (page, id) => field(page.getByRole('main'), label(id)).inputValue();

async function save(page) {
  await page.getByRole('button', { name: '保存' }).click();
}

async function saved(page) {
  await save(page);
  await page.getByRole('button', { name: '编辑' }).waitFor();
}

test('two people change different fields of one record, and both survive', { timeout: 120_000 }, async () => {
  await both('不同的地方', desk, async (anna, bert, stored) => {
    await enter(bert, 'model', 'B-80');
    await enter(anna, 'name', '安娜改的名称');
    await saved(anna);
    await bert.getByText(/^安娜刚刚修改了这条记录/).waitFor();
    assert.equal(await shown(bert, 'model'), 'B-80', 'what is being typed stays');
    await snap(bert, 'together-told');
    await saved(bert);
    const { name, model } = await stored();
    assert.deepEqual([name, model], ['安娜改的名称', 'B-80']);
    await bert.getByText('安娜改的名称').first().waitFor();
  });
});

for (const [side, screen, button, expected] of [['theirs', desk, /保留安娜的/, 'A-1'], ['yours', phone, /用我的/, 'B-2']]) {
  test(`two people change the same field: the second sees both values and takes ${side}`, { timeout: 120_000 }, async () => {
    await both(`同一处 ${side}`, screen, async (anna, bert, stored) => {
      await enter(bert, 'model', 'B-2');
      await enter(bert, 'made_on', '2024-05-01');
      await bert.keyboard.press('Enter');
      await enter(anna, 'model', 'A-1');
      await saved(anna);
      await save(bert);
      const clash = bert.getByRole('region', { name: '同时修改的内容' });
      await clash.getByText('安娜也修改了这些内容').waitFor();
      const choice = clash.getByRole('group', { name: label('model') });
      await choice.getByText('A-1').waitFor();
      await choice.getByText('B-2').waitFor();
      assert.equal((await stored()).model, 'A-1', 'nothing is covered without a word');
      await snap(bert, `together-clash-${side}`);
      await save(bert);
      await clash.getByText('安娜也修改了这些内容').waitFor();
      await choice.getByRole('radio', { name: button }).check();
      assert.equal(await shown(bert, 'model'), expected);
      await clash.getByText('已选好').waitFor();
      await saved(bert);
      const { model, made_on: day } = await stored();
      assert.deepEqual([model, day], [expected, '2024-05-01']);
    });
  });
}
