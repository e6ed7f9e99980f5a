/** A vendor's new version over an app that was changed here: both changes stay, what both changed is decided on the screen, nothing is lost. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, run, scratch, serve } from '../lib/server.mjs';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';
import { objectsIn, packed } from './lib/zip.mjs';

const vendor = 'examples/leave-request';
const object = '/api/build/leave/objects/form/request';
const label = (zh, en) => ({ 'zh-CN': zh, en });

let server;
let chrome;
let boss;
before(async () => {
  ({ server, boss } = await imported(vendor, 'leave', { hana: { name: '何人事', roles: ['hr'] } }));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** The vendor's package, brought out anew. */
function version(number, change) {
  const objects = objectsIn(vendor);
  objects['app.json'].version = number;
  change(objects['forms/request.json'], objects);
  return { name: `leave-${number}.mortise`, mimeType: 'application/zip', buffer: packed(objects) };
}

const field = (form, id) => form.fields.find((one) => one.id === id);
const shown = (form) => form.layouts[0].children[0].children;

/** The second version: another name for the reason, more certificates, another word for the kind, somebody to call. */
const second = version('1.1.0', (form) => {
  field(form, 'reason').label = label('请假事由说明', 'Reason in words');
  field(form, 'certificate').max_count = 5;
  field(form, 'kind').label = label('假别', 'Leave');
  form.fields.push({ id: 'contact', kind: 'text', label: label('紧急联系人', 'Whom to call') });
  shown(form).push({ kind: 'field', field: 'contact' });
});
/** The third one: the reason again, and the days are called otherwise. */
const third = version('1.2.0', (form) => {
  field(form, 'reason').label = label('为什么请假', 'Why');
  field(form, 'certificate').max_count = 5;
  field(form, 'kind').label = label('假别', 'Leave');
  form.fields.push({ id: 'contact', kind: 'text', label: label('紧急联系人', 'Whom to call') });
  shown(form).push({ kind: 'field', field: 'contact' });
});

const properties = (page) => page.getByRole('complementary', { name: '属性' });
const canvas = (page) => page.getByRole('group', { name: '画布' });
const face = (page, name) => canvas(page).locator('[data-face]').filter({ hasText: name }).first();
const saved = (page) => page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
const dialog = (page) => page.getByRole('dialog', { name: '导入应用包' });

async function seemly(page, name) {
  await page.evaluate(checker.content);
  await snap(page, name);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(await sticksOut(page), []);
}

async function choosesPackage(page, file) {
  await page.goto('/admin/packages');
  await page.getByRole('button', { name: '导入应用包' }).click();
  await dialog(page).locator('input[type=file]').setInputFiles(file);
}

const published = async () => (await sent(boss, 'GET', object)).definition;
const named = (form) => form.fields.map((one) => one.label['zh-CN'] ?? one.label);

/** The builder renames the reason, adds who takes over and takes the certificate out, with the mouse. */
async function customises(page) {
  await page.goto('/build/leave/form/request');
  await face(page, '事由').click();
  await properties(page).getByLabel('名称（中文）', { exact: true }).fill('请假原因');
  await page.getByRole('button', { name: '添加单行文本', exact: true }).click();
  await properties(page).getByLabel('名称（中文）', { exact: true }).fill('交接人');
  await properties(page).getByLabel('名称（英文）', { exact: true }).fill('Who takes over');
  await face(page, '证明').click();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
  await saved(page);
  await face(page, '证明').waitFor({ state: 'detached' });
}

async function publishes(page) {
  await page.getByRole('button', { name: '发布', exact: true }).click();
  const publication = page.getByRole('dialog', { name: '发布前看一看' });
  await publication.getByRole('button', { name: '确认发布' }).and(page.locator(':enabled')).click();
  await page.getByText(/已发布为第 \d+ 版/).waitFor();
}

test('a customised app takes a new version: conflicts are decided, both sides stay', { timeout: 300_000 }, async () => {
  const people = [];
  await play('upgrade', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', desk));
    const { page } = people[0];
    await customises(page);
    await publishes(page);
    const before = await published();
    assert.ok(!named(before).includes('证明'), `${named(before)}`);

    await choosesPackage(page, second);
    const found = dialog(page);
    await found.getByText(/自上次导入的 1\.0\.0 以来，厂商的 \d+ 处修改会采用，您的 \d+ 处修改会保留。还有 2 处两边都改过/).waitFor();
    const reason = found.getByRole('group', { name: '字段 › 请假原因 › 名称' }).first();
    await reason.getByText('事由', { exact: true }).waitFor();
    assert.equal(await reason.getByRole('radio', { name: /您改为.*请假原因/ }).isChecked(), true);
    const certificate = found.getByRole('group', { name: '字段 › 证明', exact: true }).first();
    await certificate.getByRole('radio', { name: /您改为.*（移除）/ }).waitFor();
    await seemly(page, 'upgrade-1440');
    await reason.getByRole('radio', { name: /厂商改为.*请假事由说明/ }).check();
    await found.getByRole('button', { name: /采用厂商的修改/ }).click();
    await found.getByRole('cell', { name: /表单 请假单 › 字段 › 请假类型 › 名称/ }).first().waitFor();
    await found.getByRole('button', { name: /保留您的修改/ }).click();
    await found.getByRole('cell', { name: /字段 › 交接人/ }).first().waitFor();
    await seemly(page, 'upgrade-lists-1440');
    await found.getByRole('button', { name: '导入并发布' }).and(page.locator(':enabled')).click();
    await page.getByText('「请假管理」已导入').waitFor();

    const merged = await published();
    const names = named(merged);
    for (const name of ['请假事由说明', '假别', '紧急联系人', '交接人']) assert.ok(names.includes(name), `${name}: ${names}`);
    assert.ok(!names.includes('证明'), 'what was taken out here stays out');
    const layout = JSON.stringify(merged.layouts);
    for (const id of ['contact', before.fields.at(-1).id]) assert.ok(layout.includes(`"${id}"`), `${id} is shown: ${layout}`);

    // The same package again asks nothing and changes nothing.
    await choosesPackage(page, second);
    await dialog(page).getByText(/厂商的 0 处修改会采用/).waitFor();
    assert.equal(await dialog(page).getByRole('radio', { name: /厂商改为/ }).count(), 0);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});

test('a phone decides too, and an app that was changed meanwhile is not written over', { timeout: 300_000 }, async () => {
  const people = [];
  await play('upgrade-phone', () => people, async () => {
    const client = await new Client(server.address).signIn('boss', password);
    await changes(client, (form) => { field(form, 'reason').label = label('我们的叫法', 'Our word'); });
    people.push(await person(chrome, server.address, 'boss', phone));
    const { page } = people[0];
    await choosesPackage(page, third);
    const found = dialog(page);
    const reason = found.getByRole('group', { name: '字段 › 我们的叫法 › 名称' }).first();
    await reason.getByRole('radio', { name: /厂商改为.*为什么请假/ }).waitFor();
    await seemly(page, 'upgrade-390');

    // Somebody publishes while this one is still looking.
    await changes(client, (form) => { field(form, 'days').label = label('共几天', 'How many days'); });
    await found.getByRole('button', { name: '导入并发布' }).and(page.locator(':enabled')).click();
    await page.getByText(/在您查看之后，应用又被修改过；什么都没有导入/).waitFor();
    assert.ok(named(await published()).includes('共几天'));

    // Everything can be replaced, and that is said.
    await found.getByRole('radio', { name: /全部替换/ }).check();
    await found.getByText(/您在这里的 \d+ 处修改会被覆盖/).waitFor();
    await seemly(page, 'upgrade-replace-390');
    await found.getByRole('radio', { name: /合并/ }).check();
    await reason.getByRole('radio', { name: /厂商改为/ }).check();
    await found.getByRole('button', { name: '导入并发布' }).and(page.locator(':enabled')).click();
    await page.getByText('「请假管理」已导入').waitFor();
    const names = named(await published());
    for (const name of ['为什么请假', '共几天', '交接人', '紧急联系人']) assert.ok(names.includes(name), `${name}: ${names}`);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});

const broken = [
  ['an id that stands twice', (form) => { form.fields.push({ ...field(form, 'reason') }); }, /「reason」用了两次/],
  ['a reference to nothing', (form) => { shown(form).push({ kind: 'field', field: 'nobody' }); }, /nobody/],
  ['an unknown control', (form) => { field(form, 'reason').kind = 'hologram'; }, /hologram/],
];

test('a broken package is explained with its places, and nothing is imported', { timeout: 180_000 }, async () => {
  const people = [];
  await play('upgrade-broken', () => people, async () => {
    people.push(await person(chrome, server.address, 'boss', phone));
    const { page } = people[0];
    const before = await published();
    for (const [what, change, said] of broken) {
      await choosesPackage(page, version('9.0.0', change));
      const finding = dialog(page).getByRole('list', { name: '检查结果' }).getByRole('listitem').filter({ hasText: said }).first();
      await finding.getByText(/forms\/request\.json:\d+:\d+/).waitFor();
      await dialog(page).getByText('检查没有通过，什么都没有改变。').waitFor();
      assert.equal(await dialog(page).getByRole('button', { name: '导入并发布' }).isDisabled(), true, what);
    }
    await seemly(page, 'broken-package-390');
    await choosesPackage(page, { name: 'notes.mortise', mimeType: 'application/zip', buffer: Buffer.from('not a package') });
    await dialog(page).getByText(/这不是可用的应用包/).waitFor();
    assert.equal(await dialog(page).getByRole('button', { name: '导入并发布' }).isDisabled(), true);
    assert.deepEqual(await published(), before);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});

test('the command line lists conflicts and refuses until somebody says whose to take', { timeout: 120_000 }, async () => {
  const data = scratch('command');
  const write = ({ name, buffer }) => {
    const path = join(scratch('package'), name);
    writeFileSync(path, buffer);
    return path;
  };
  const command = (...args) => run([...args, '--data', data], { env: { MORTISE_USER_PASSWORD: password, LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' } });
  assert.equal((await command('user', 'add', 'boss', '--admin')).code, 0);
  assert.equal((await command('import', vendor)).code, 0);
  const own = await serve(data);
  const client = await new Client(own.address).signIn('boss', password);
  await changes(client, (form) => { field(form, 'reason').label = label('我们的叫法', 'Our word'); });
  await own.stop();
  const file = write(second);
  const refused = await command('import', file);
  assert.notEqual(refused.code, 0);
  for (const words of ['请假事由说明', '我们的叫法', '事由', '--conflicts']) assert.ok(refused.out.includes(words), `«${words}»: ${refused.out}`);
  const kept = await command('import', file, '--conflicts', 'customer');
  assert.equal(kept.code, 0, kept.out + kept.err);
  const again = await command('import', file);
  assert.equal(again.code, 0, again.out);
  assert.ok(!again.out.includes('--conflicts'), again.out);
  const replaced = await command('import', file, '--replace');
  assert.equal(replaced.code, 0, replaced.out + replaced.err);
  const exported = join(scratch('exported'), 'leave.mortise');
  assert.equal((await command('export', 'leave', exported)).code, 0);
  const checked = await command('import', exported);
  assert.ok(checked.code === 0 && !checked.out.includes('我们的叫法'), checked.out);
});

/** Publishes a change of the form. */
async function changes(client, change) {
  const { body, headers } = await client.send('GET', object);
  const definition = structuredClone(body.definition);
  change(definition);
  const put = await client.send('PUT', object, definition, { headers: { 'If-Match': headers.get('etag') } });
  assert.ok(put.status < 300, JSON.stringify(put.body));
  await sent(client, 'POST', '/api/build/leave/publish', { despite_scenarios: true });
}
