/** An app from nothing, by the browser alone: its form, options, role and menu; somebody of that role then uses it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, serve, scratch, run } from '../lib/server.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

let server;
let chrome;
before(async () => {
  const data = scratch('data');
  for (const who of [['boss', '--admin'], ['sales'], ['guest']]) {
    const made = await run(['user', 'add', ...who, '--data', data], { env: { MORTISE_USER_PASSWORD: password } });
    assert.equal(made.code, 0, made.err);
  }
  server = await serve(data);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const saved = (page) => page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();

/** Makes an object in the overview; its designer opens. */
async function make(page, kind, zh, en) {
  await page.goto('/build/visits');
  await page.getByRole('button', { name: `新建${kind}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('中文名称').fill(zh);
  await dialog.getByLabel('英文名称').fill(en);
  await dialog.getByRole('button', { name: '创建' }).click();
  await page.getByRole('heading', { level: 1, name: zh }).waitFor();
  await saved(page);
}

async function publish(page, number) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '确认发布' }).click();
  await page.getByText(`已发布为第 ${number} 版`).waitFor();
}

test('an app is made from nothing, and used by somebody of its role', { timeout: 240_000 }, async () => {
  const people = [];
  await play('objects', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', desk));
    const [{ page }] = people;
    const main = page.getByRole('main');
    await page.goto('/admin/packages');
    await page.getByRole('button', { name: '新建应用' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('应用名称（中文）').fill('客户走访');
    await dialog.getByLabel('应用名称（英文）').fill('Visits');
    assert.equal(await dialog.getByLabel('应用编号').inputValue(), 'visits', 'the name proposes an id');
    await dialog.getByRole('button', { name: '创建' }).click();
    await page.getByRole('heading', { level: 1, name: '客户走访 · 草稿' }).waitFor();

    await make(page, '表单', '走访记录', 'Visit');
    await make(page, '字典', '走访方式', 'Way');
    await main.getByRole('textbox', { name: '选项 1（中文）' }).fill('上门');
    await main.getByRole('button', { name: '添加选项' }).click();
    await main.getByRole('textbox', { name: '选项 2（中文）' }).fill('电话');
    await saved(page);
    await make(page, '报表', '走访次数', 'Visits made');
    await main.getByRole('combobox', { name: '图表' }).waitFor();
    await snap(page, 'objects-report');
    await make(page, '看板', '走访看板', 'Overview');
    await main.getByRole('button', { name: '添加' }).click();
    await main.getByRole('combobox', { name: '报表' }).click();
    await page.getByTitle('走访次数').click();
    for (const [name, value] of [['宽', '4'], ['高', '2']]) await main.getByRole('spinbutton', { name }).fill(value);
    await page.keyboard.press('Tab');
    await saved(page);

    await make(page, '角色', '业务员', 'Salesperson');
    await main.getByRole('button', { name: '添加一个表单的权限' }).click();
    await page.getByRole('menuitem', { name: '走访记录' }).click();
    await main.getByRole('combobox', { name: '可以打开的看板' }).click();
    await page.getByTitle('走访看板').click();
    await page.keyboard.press('Escape');
    await main.getByRole('combobox', { name: '「走访记录」的哪些记录' }).click();
    await page.getByTitle('全部', { exact: true }).click();
    await saved(page);
    await snap(page, 'objects-role');

    // Somebody may file what he does not see afterwards.
    await make(page, '角色', '投递人', 'Dropper');
    await main.getByRole('button', { name: '添加一个表单的权限' }).click();
    await page.getByRole('menuitem', { name: '走访记录' }).click();
    for (const action of ['查看', '评论']) await main.getByRole('checkbox', { name: action }).uncheck();
    await saved(page);

    await page.goto('/build/visits/menu/main');
    await main.getByRole('button', { name: '添加菜单项' }).click();
    await page.getByRole('menuitem', { name: '走访看板' }).click();
    await main.getByRole('button', { name: '上移「走访看板」' }).click();
    await saved(page);
    await snap(page, 'objects-menu');

    // What nobody needs goes and comes back before it is published.
    await page.goto('/build/visits');
    await main.getByRole('button', { name: '填写人：更多' }).click();
    await page.getByRole('menuitem', { name: '删除' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await main.getByText('将删除').waitFor({ timeout: 10_000 });
    await main.getByRole('button', { name: '填写人：更多' }).click();
    await page.getByRole('menuitem', { name: '恢复' }).click();
    await main.getByText('将删除').waitFor({ state: 'detached', timeout: 10_000 });
    await snap(page, 'objects-list');
    await main.getByText('关系图').click();
    const card = main.getByRole('link', { name: /走访记录.*被引用：.*业务员/ });
    await card.hover();
    assert.ok((await main.locator('svg path[data-lit=true]').count()) >= 3, 'menu, roles and report name the form');
    await snap(page, 'objects-graph');
    await publish(page, 2);

    const boss = await new Client(server.address).signIn('boss', password);
    const ask = async (method, path, body) => {
      const answer = await boss.send(method, path, body);
      assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const { users } = await ask('GET', '/api/admin/users');
    for (const [role, who] of [['salesperson', 'sales'], ['dropper', 'guest']]) {
      await ask('PUT', `/api/admin/roles/visits/${role}`, { users: users.filter(({ login }) => login === who).map(({ id }) => id) });
    }

    people.push(await person(chrome, server.address, 'sales', phone));
    const sales = people[1].page;
    await sales.goto('/apps/visits/forms/visit/new');
    await sales.getByRole('textbox', { name: '名称' }).fill('华东电子');
    await sales.getByRole('button', { name: '提交' }).click();
    await sales.getByRole('heading', { name: '华东电子' }).waitFor();
    await sales.goto('/apps/visits/dashboards/overview');
    await sales.getByText('走访次数').first().waitFor();
    await sales.getByText('1', { exact: true }).first().waitFor();
    await snap(sales, 'objects-used-phone');

    people.push(await person(chrome, server.address, 'guest', desk));
    const guest = people[2].page;
    await guest.goto('/apps/visits/forms/visit/new');
    await guest.getByRole('textbox', { name: '名称' }).fill('匿名来访');
    await guest.getByRole('main').getByRole('button', { name: '提交' }).click();
    await guest.getByText('已提交。您没有查看这条记录的权限。').waitFor();
    await sales.goto('/apps/visits/forms/visit');
    await sales.getByText('匿名来访').waitFor();
    for (const one of people) assert.deepEqual(one.faults, []);
  });
  for (const { context } of people) await context.close();
});
