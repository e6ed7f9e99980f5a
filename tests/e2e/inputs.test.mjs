/** The inputs that are more than a keyboard: a photo that is drawn on, a signature, a code that is scanned, a voice, a value that is overruled. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import bwip from 'bwip-js/node';
import { Client } from '../lib/server.mjs';
import { drag, inkOn, openPicture, strokes, tool } from './lib/drawing.mjs';
import { box, chooseFile, field, png, putIn, write } from './lib/form.mjs';
import { imported, sent } from './lib/imported.mjs';
import { packageIn } from './lib/package.mjs';
import { imagesOn } from './lib/paper.mjs';
import { browser, desk, devices, password, person, phone, play, snap } from './lib/stage.mjs';
import { begin, submit } from './lib/work.mjs';

const folder = 'examples/control-gallery';
const app = packageIn(folder);
const file = app.form('file');
const scan = app.form('scan');
const automatic = app.form('automatic');
/** A person for each story, so that none of them goes on with what another one began. */
const logins = ['anna', 'bert', 'carl', 'dora', 'emil', 'fred', 'gina'];
const label = (form, id) => form.field(id).label;

let server;
let chrome;
let api;
before(async () => {
  const people = Object.fromEntries(logins.map((login) => [login, { name: login, roles: ['visitor'] }]));
  ({ server } = await imported(folder, app.id, people));
  chrome = await browser(devices);
  api = await new Client(server.address).signIn('anna', password);
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Plays with one person; their page may not have said a fault. */
async function staged(name, login, screen, story) {
  const people = [];
  await play(name, () => people, async () => {
    people.push(await person(chrome, server.address, login, screen));
    await story(people[0].page, people[0].context);
    assert.deepEqual(people[0].faults, []);
  });
  for (const { context } of people) await context.close();
}

const records = (form) => `/api/apps/${form.app}/forms/${form.id}/records`;
const stored = async (page, form) => (await sent(api, 'GET', `${records(form)}/${page.url().split('/').at(-1)}`)).values;
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
const fetched = async (context, id) => (await context.request.get(`/api/files/${id}`)).body();

test('a photo is marked with an arrow, a box and words, which stay shapes over an untouched picture', { timeout: 180_000 }, async () => {
  await staged('photo', 'anna', desk, async (page, context) => {
    const main = page.getByRole('main');
    const photo = png(800, 600);
    await begin(page, file);
    await write(main, label(file, 'subject'), '外壳划伤');
    await putIn(page, main, label(file, 'defects'), '外壳.png', photo);

    let window = await openPicture(page, main, '外壳.png');
    await tool(window, '箭头');
    await drag(page, window, [0.2, 0.2], [0.4, 0.4]);
    await tool(window, '方框');
    await drag(page, window, [0.5, 0.5], [0.8, 0.8]);
    await tool(window, '文字');
    await window.getByLabel('要写的文字').fill('划痕 3 mm');
    await drag(page, window, [0.1, 0.9]);
    await window.getByRole('group', { name: '3 处标注' }).waitFor();
    await window.getByRole('button', { name: '撤销' }).click();
    await window.getByRole('group', { name: '2 处标注' }).waitFor();
    await window.getByRole('button', { name: '重做' }).click();
    await window.getByRole('group', { name: '3 处标注' }).waitFor();
    await snap(page, 'photo-marking');
    await window.getByRole('button', { name: '完成', exact: true }).click();
    await submit(page, '外壳划伤');

    const [first] = (await stored(page, file)).defects;
    assert.deepEqual(first.marks.shapes.map((shape) => shape.kind), ['arrow', 'box', 'text']);
    assert.equal(first.marks.shapes[2].text, '划痕 3 mm');
    assert.equal(digest(await fetched(context, first.id)), digest(photo), 'the picture is the one that was chosen, byte for byte');

    await page.reload();
    window = await openPicture(page, main, '外壳.png');
    await window.getByRole('img', { name: '3 处标注' }).waitFor();
    await page.keyboard.press('Escape');
    await window.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '编辑' }).click();
    window = await openPicture(page, main, '外壳.png');
    await tool(window, '选择');
    await drag(page, window, [0.65, 0.65], [0.55, 0.55]);
    await window.getByRole('button', { name: '箭头' }).press('ArrowRight');
    await window.getByRole('button', { name: '文字 划痕 3 mm' }).click();
    await window.getByLabel('要写的文字').fill('划痕');
    await window.getByRole('button', { name: '完成', exact: true }).click();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '编辑' }).waitFor();

    const [second] = (await stored(page, file)).defects;
    const [before, now] = [first, second].map(({ marks }) => Object.fromEntries(marks.shapes.map((shape) => [shape.kind, shape])));
    assert.ok(now.arrow.points[0] > before.arrow.points[0], 'the arrow was moved by a key');
    assert.ok(now.box.points[0] < before.box.points[0] && now.box.points[1] < before.box.points[1], 'the box was dragged');
    assert.equal(now.text.text, '划痕');
    assert.equal(second.id, first.id);
    assert.equal(digest(await fetched(context, second.id)), digest(photo));
  });
});

test('marks that are not saved are not lost by closing the window', { timeout: 120_000 }, async () => {
  await staged('photo-kept', 'bert', phone, async (page) => {
    const main = page.getByRole('main');
    await begin(page, file);
    await putIn(page, main, label(file, 'defects'), '外壳.png', png(800, 600));
    const window = await openPicture(page, main, '外壳.png');
    await drag(page, window, [0.2, 0.2], [0.4, 0.4]);
    await snap(page, 'photo-marking-phone');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').filter({ hasText: '放弃这次的标注？' }).getByRole('button', { name: '继续标注' }).click();
    await window.getByRole('group', { name: '1 处标注' }).waitFor();
  });
});

test('a signature is drawn, drawn again and shown on the record, in the list and on paper', { timeout: 180_000 }, async () => {
  await staged('signature', 'carl', desk, async (page, context) => {
    const main = page.getByRole('main');
    await begin(page, file);
    await write(main, label(file, 'subject'), '验收单');
    const here = box(main, label(file, 'signature'));
    await here.getByRole('button', { name: '签名', exact: true }).click();
    const window = page.getByRole('dialog');
    const sheet = window.getByRole('img', { name: '签名' });
    const done = window.getByRole('button', { name: '完成签名' });
    assert.ok(await done.isDisabled(), 'a blank sheet is no signature');
    assert.ok((await strokes(page, sheet, [[[0.1, 0.5], [0.3, 0.2], [0.5, 0.8]]])) > 100);
    await window.getByRole('button', { name: '重签' }).click();
    assert.equal(await inkOn(sheet), 0);
    assert.ok(await done.isDisabled());
    assert.ok((await strokes(page, sheet, [[[0.2, 0.3], [0.4, 0.7]], [[0.5, 0.3], [0.6, 0.7], [0.8, 0.2]]])) > 100);
    await snap(page, 'signature');
    await done.click();
    await here.getByRole('button', { name: /^移除 signature/ }).waitFor();
    const address = await submit(page, '验收单');
    const shown = page.getByRole('group', { name: '签名' }).locator('img');
    await shown.waitFor();
    assert.ok(await shown.evaluate((picture) => picture.decode().then(() => picture.naturalWidth > 50)));
    await snap(page, 'signature-record');

    assert.ok((await imagesOn(context, address, 'inspection')) === 1, 'the signature is on the paper');
    await page.goto(file.path);
    await page.getByRole('row', { name: /验收单/ }).waitFor();
    await snap(page, 'signature-list');
  });
});

const picture = (bcid, text) => bwip.toBuffer({ bcid, text, scale: 4, includetext: false, paddingwidth: 12, paddingheight: 12, backgroundcolor: 'FFFFFF' });

test('a code is read from a picture, and the machine it belongs to fills in the rest', { timeout: 180_000 }, async () => {
  await sent(api, 'POST', records(app.form('machine')), { values: { name: '冲压机 3 号', serial: 'SN-0001', model: 'P-300', made_on: '2024-05-01' } });
  await staged('scan', 'dora', desk, async (page) => {
    const main = page.getByRole('main');
    const photo = (id) => main.locator(`[data-field=${id}]`).getByRole('button', { name: '从照片识别' });
    const value = (id) => field(main, label(scan, id)).inputValue();
    const becomes = async (id, text) => assert.equal(await page.waitForFunction(([selector, wanted]) => document.querySelector(selector)?.value === wanted && wanted, [`[data-field=${id}] input`, text]).then((found) => found.jsonValue()), text);
    await begin(page, scan);
    await chooseFile(page, photo('serial'), '铭牌.png', await picture('qrcode', 'SN-0001'));
    await main.getByRole('status').filter({ hasText: '已找到：冲压机 3 号' }).waitFor();
    assert.equal(await value('serial'), 'SN-0001');
    await becomes('model', 'P-300');
    await becomes('made_on', '2024-05-01');
    await main.locator('[data-field=machine]').getByText('冲压机 3 号').waitFor();
    await chooseFile(page, photo('package'), '包装.png', await picture('ean13', '6901234567892'));
    await becomes('package', '6901234567892');
    await chooseFile(page, photo('shelf'), '库位.png', await picture('code128', 'A-01-02'));
    await becomes('shelf', 'A-01-02');
    await chooseFile(page, photo('shelf'), '白墙.png', png(200));
    await page.getByText('照片里没有认出条码').waitFor();
    assert.equal(await value('shelf'), 'A-01-02');
    await snap(page, 'scan');
    await submit(page, 'SN-0001');
  });
});

test('a hand scanner types fast and ends with Enter', { timeout: 120_000 }, async () => {
  await sent(api, 'POST', records(app.form('machine')), { values: { name: '折弯机 1 号', serial: 'SN-0002', model: 'B-80' } });
  await staged('wedge', 'emil', phone, async (page) => {
    const main = page.getByRole('main');
    const input = (id) => field(main, label(scan, id));
    await begin(page, scan);
    await input('serial').focus();
    await page.keyboard.type('SN-0002');
    await page.keyboard.press('Enter');
    await main.getByRole('status').filter({ hasText: '已找到：折弯机 1 号' }).waitFor();
    assert.equal(await input('model').inputValue(), 'B-80');
    assert.ok(page.url().endsWith('/new'), 'Enter does not submit the form');
    await input('shelf').focus();
    await page.keyboard.type('B-07-11');
    await page.keyboard.press('Enter');
    assert.equal(await input('shelf').inputValue(), 'B-07-11');
    await page.keyboard.type('C-9', { delay: 120 });
    await page.keyboard.press('Enter');
    assert.equal(await input('shelf').inputValue(), 'B-07-11', 'a code that is only scanned cannot be typed');
    await snap(page, 'wedge-phone');
  });
});

test('a voice is recorded, heard before and after it is saved', { timeout: 180_000 }, async () => {
  await staged('voice', 'fred', desk, async (page) => {
    const main = page.getByRole('main');
    await begin(page, file);
    await write(main, label(file, 'subject'), '异响');
    const here = box(main, label(file, 'statement'));
    await here.getByRole('button', { name: '录音', exact: true }).click();
    await here.getByRole('timer').filter({ hasText: '0:02 / 1:30' }).waitFor();
    await snap(page, 'voice-recording');
    await here.getByRole('button', { name: '停止' }).click();
    await here.locator('audio').waitFor();
    await plays(here.locator('audio'));
    await submit(page, '异响');
    await page.reload();
    await plays(main.locator('audio'));
    await snap(page, 'voice-record');
    const [sound] = (await stored(page, file)).statement;
    assert.ok(sound.media_type.startsWith('audio/') && sound.size > 1000, JSON.stringify(sound));
  });
});

/** The player tells how long the recording is, and its time moves on. */
async function plays(audio) {
  const heard = await audio.evaluate(async (player) => {
    const until = async (question) => {
      for (const end = performance.now() + 10_000; !question() && performance.now() < end; ) await new Promise(requestAnimationFrame);
    };
    await until(() => Number.isFinite(player.duration) && player.duration > 0);
    await player.play();
    await until(() => player.currentTime > 0.3);
    player.pause();
    return { duration: player.duration, time: player.currentTime, error: player.error?.message };
  });
  assert.ok(heard.duration > 1 && heard.duration < 10, JSON.stringify(heard));
  assert.ok(heard.time > 0.3, JSON.stringify(heard));
}

test('a computed value is written over, and there is a way back', { timeout: 120_000 }, async () => {
  await staged('overruled', 'gina', phone, async (page) => {
    const main = page.getByRole('main');
    const name = label(automatic, 'length');
    const shown = main.locator('[data-field="length"]');
    await begin(page, automatic);
    await write(main, label(automatic, 'note'), '划痕');
    await shown.getByText('2', { exact: true }).waitFor();
    assert.equal(await field(main, label(automatic, 'own_length')).count(), 0, 'what overrules has no place of its own');
    await shown.getByRole('button', { name: `人工改写「${name}」` }).click();
    await page.keyboard.type('9');
    await shown.getByText('人工填写').waitFor();
    await snap(page, 'overruled-phone');
    await submit(page);
    const filed = await stored(page, automatic);
    assert.deepEqual([filed.length, filed.own_length], [9, 9]);
    await shown.getByText('人工填写').waitFor();

    await page.getByRole('button', { name: '编辑' }).click();
    await shown.getByRole('button', { name: '恢复计算' }).click();
    await shown.getByText('2', { exact: true }).waitFor();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: '编辑' }).waitFor();
    const back = await stored(page, automatic);
    assert.deepEqual([back.length, back.own_length ?? null], [2, null]);
  });
});
