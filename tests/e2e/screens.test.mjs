/** Every screen in both languages, light and dark, on a desk and on a phone: nothing bars anybody, sticks out or is left untranslated. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '../lib/server.mjs';
import { barriers, checker, sticksOut, Sources } from './lib/inspect.mjs';
import { picture, png } from './lib/form.mjs';
import { packageIn } from './lib/package.mjs';
import { publicScreensOf, screensOf } from './lib/screens.mjs';
import { browser, desk, open, out, password, phone, visitor } from './lib/stage.mjs';
import { go, silence } from './lib/quiet.mjs';
import { wordsIn } from './lib/words.mjs';

const folder = 'definitions/complaint-management';
const screens = { desk, phone };
/** A narrower phone, and a desk whose letters are twice as large. */
const narrower = { desk: { width: 720, height: 900 }, phone: { width: 360, height: 780 } };
const pictures = join(out, 'screens');
/** Some of the screens or walks only, while something is mended. */
const only = process.env.SCREENS?.split(',');
const walksWanted = process.env.WALKS?.split(',');
/** Whether every screen is kept as a picture, to be looked at by people; what is broken always is. */
const withPictures = only !== undefined || process.env.PICTURES === '1';

let server;
let chrome;
let stage;
before(async () => {
  server = await open([folder], 8);
  chrome = await browser();
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  stage = await staged(server);
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

test('every screen can be read, heard and reached by everybody', { timeout: 1_500_000 }, async () => {
  const walks = await Promise.all(['zh-CN', 'en'].map((locale) => walkIn(locale)));
  const faults = walks.flat();
  assert.equal(faults.length, 0, `\n${faults.join('\n')}`);
});

/** One language: a desk, then a phone. */
async function walkIn(locale) {
  const faults = [];
  for (const kind of Object.keys(screens)) {
    if (walksWanted === undefined || walksWanted.includes(`${locale}-${kind}`)) faults.push(...(await walk(locale, kind)));
  }
  return faults;
}

async function walk(locale, kind) {
  const { context, page, faults: noise } = await visitor(chrome, server.address, screens[kind], { locale, reducedMotion: 'reduce', colorScheme: 'light' });
  await context.addInitScript(checker);
  await context.addInitScript((chosen) => globalThis.localStorage?.setItem('mortise.locale', JSON.stringify({ state: { locale: chosen }, version: 0 })), locale);
  const sources = new Sources([folder]);
  sources.listen(page);
  const quiet = silence(page);
  const words = { t: wordsIn(locale) };
  const place = { locale, kind, page, words, sources, quiet, name: `${locale}-${kind}` };
  const faults = [];
  const wanted = (screen) => (screen.only ?? kind) === kind && (only === undefined || only.includes(screen.name));
  for (const screen of publicScreensOf(stage).filter(wanted)) {
    await page.goto(screen.path);
    faults.push(...noted(await look(place, screen)));
  }
  await context.request.post('/api/session', { data: { login: stage.login, password }, headers: { Origin: server.address, 'Idempotency-Key': crypto.randomUUID() } });
  await page.goto('/me');
  for (const screen of screensOf(inLanguage(stage, locale)).filter(wanted)) {
    await page.evaluate(go, screen.path);
    faults.push(...noted(await look(place, screen)));
  }
  await context.close();
  return [...faults, ...noise.map((line) => `${place.name}: ${line}`)];
}

/** Faults stand beside the pictures as soon as they are known. */
function noted(lines) {
  if (lines.length > 0) appendFileSync(join(pictures, 'faults.txt'), `${lines.join('\n')}\n`);
  return lines;
}

/** Looks at the screen that is open; answers what is wrong with it. */
async function look({ page, kind, locale, words, sources, quiet, name }, screen) {
  const here = `${name} ${screen.name}`;
  try {
    await quiet();
    await screen.act?.(page, words);
    await quiet();
    const picture = async (suffix) => withPictures && page.screenshot({ path: join(pictures, `${screen.name}-${name}-${suffix}.png`), animations: 'disabled' });
    await picture('light');
    const found = await barriers(page);
    if (locale === 'en') found.push(...(await sources.untranslated(page)).map((text) => `not translated: ${text}`));
    found.push(...(await sticksOut(page)));
    await page.setViewportSize(narrower[kind]);
    found.push(...(await sticksOut(page)).map((line) => `${narrower[kind].width} px: ${line}`));
    if (locale === 'zh-CN') await picture('narrow');
    await page.setViewportSize(screens[kind]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await quiet();
    await picture('dark');
    found.push(...(await barriers(page, ['color-contrast'])).map((line) => `dark: ${line}`));
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
    return found.map((line) => `${here}: ${line}`);
  } catch (error) {
    await page.screenshot({ path: join(pictures, `broken-${screen.name}-${name}.png`) }).catch(() => undefined);
    return [`${here}: ${error.message.split('\n').slice(0, 4).join(' ')}`];
  }
}

/** A case that has gone some way, a filing by link, and one person who may see everything. */
async function staged({ address }) {
  const admin = await new Client(address).signIn('admin', password);
  const ask = async (who, method, path, body) => {
    const answer = await who.send(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { users } = await ask(admin, 'GET', '/api/admin/users');
  const director = users.find((user) => user.login === 'director');
  await ask(admin, 'PATCH', `/api/admin/users/${director.id}`, { administrator: true });
  const { roles } = await ask(admin, 'GET', '/api/admin/roles');
  for (const { app, role, holders } of roles) {
    await ask(admin, 'PUT', `/api/admin/roles/${app}/${role}`, { users: [...new Set([...holders.map(({ id }) => id), director.id])] });
  }
  const one = await new Client(address).signIn('director', password);
  const app = packageIn(folder);
  const form = app.form('complaint');
  const records = `/api${form.path}/records`;
  const values = {
    title: '空气净化器 H10 出风口有异味，客户要求上门检测并书面答复',
    content: '客户反映净化器使用两周后出风口出现刺鼻气味，关机通风后仍有残留，家中有婴儿，担心安全。',
    contact_name: '欧阳㛃䶮',
    contact_phone: '13800138000',
    batch_no: 'B2408',
    region: { code: '330100' },
    severity: 4,
    emotion: 'anxious',
    emotion_score: 70,
    tags: ['企业客户', '需上门'],
    wish: ['refund', 'apology'],
    wish_amount: '1299.00',
    items: [{ item_name: '空气净化器 H10', qty: 1, price: '1299.00' }, { item_name: '滤芯', qty: 2, price: '123456789.50' }],
  };
  const photos = [await ask(one, 'POST', '/api/files', picture('现场.png', png(320, 240)))];
  const made = await ask(one, 'POST', records, { values: { ...values, photos } });
  // A second complaint about the same: one record below another.
  await ask(one, 'POST', records, { values: { ...values, title: '上门检测后仍有异味，再次投诉', is_repeat: true, repeat_of: made.id } });
  await ask(one, 'POST', `${records}/${made.id}/comments`, { text: '已与客户电话确认，等质检结果。' });
  const task = (await ask(one, 'GET', '/api/tasks?box=todo')).tasks.find(({ link }) => link.record === made.id);
  await ask(one, 'POST', `/api/tasks/${task.id}/act`, { action: 'complete', opinion: '情况属实，请尽快定级' });
  const receipt = await ask(new Client(address), 'POST', '/api/public/complaint/submit/records', { values: { title: '屏幕有亮点', content: '手机屏幕左上角有三个亮点。', contact_name: '赵女士', contact_phone: '13900139000' } });
  return { login: 'director', record: `${form.path}/records/${made.id}`, portal: '/p/complaint/submit', progress: receipt.progress_path };
}

function inLanguage(made, locale) {
  const app = packageIn(folder, locale);
  const form = app.form('complaint');
  return {
    ...made,
    app: app.id,
    form: form.path,
    dashboard: app.dashboard('overview').path,
    flow: 'complaint_main',
    rule: 'score_priority',
    field: new RegExp(`^${form.field('title').label}`),
    step: new RegExp(app.step('complaint_main', 'classify').label),
  };
}
