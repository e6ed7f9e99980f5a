/** Every kind of control in every state, in both languages, on a desk and on a phone: nothing bars anybody, sticks out or is left untranslated. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { barriers, checker, sticksOut, Sources } from './lib/inspect.mjs';
import { go, silence } from './lib/quiet.mjs';
import { browser, desk, open, out, password, phone, visitor } from './lib/stage.mjs';

const folder = 'examples/control-gallery';
const states = ['empty', 'required', 'error', 'filled', 'readonly', 'disabled'];
const screens = { desk, phone };
/** Two walks see every state, language and width once; `GALLERY=all` sees each with each. */
const walks =
  process.env.GALLERY === 'all'
    ? Object.fromEntries(['zh-CN-desk', 'zh-CN-phone', 'en-desk', 'en-phone'].map((name) => [name, states]))
    : { 'zh-CN-phone': ['empty', 'error', 'filled'], 'en-desk': ['required', 'readonly', 'disabled'] };
const forms = readdirSync(join(root, folder, 'forms')).map((file) => JSON.parse(readFileSync(join(root, folder, 'forms', file), 'utf8')));
const only = process.env.FORMS?.split(',');
const pictures = join(out, 'gallery');

let server;
let chrome;
before(async () => {
  server = await open([folder], 1);
  chrome = await browser();
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

test('every control can be filled in, read and heard by everybody', { timeout: 900_000 }, async () => {
  const faults = (await Promise.all(Object.entries(walks).map(([name, wanted]) => walk(name, wanted)))).flat();
  assert.equal(faults.length, 0, `\n${faults.join('\n')}`);
});

/** Looks at all forms in some states, in one language on one screen. */
async function walk(name, wanted) {
  const kind = name.split('-').at(-1);
  const locale = name.slice(0, -kind.length - 1);
  const { context, page, faults: noise } = await visitor(chrome, server.address, screens[kind], { locale, reducedMotion: 'reduce', colorScheme: 'light' });
  await context.addInitScript(checker);
  await context.addInitScript((chosen) => globalThis.localStorage?.setItem('mortise.locale', JSON.stringify({ state: { locale: chosen }, version: 0 })), locale);
  const sources = new Sources([folder]);
  sources.listen(page);
  const quiet = silence(page);
  await page.goto('/');
  await context.request.post('/api/session', { data: { login: 'visitor', password }, headers: { Origin: server.address, 'Idempotency-Key': crypto.randomUUID() } });
  await page.goto('/me');
  const faults = [];
  for (const { id } of forms.filter((form) => only === undefined || only.includes(form.id))) {
    for (const state of wanted) {
      await page.evaluate(go, `/build/gallery/form/${id}/states?state=${state}`);
      try {
        await page.locator(`[data-state=${state}]`).waitFor();
        await quiet();
        await page.screenshot({ path: join(pictures, `${id}-${state}-${name}.png`), fullPage: true, animations: 'disabled' });
        const found = [...(await barriers(page)), ...(await sticksOut(page))];
        if (locale === 'en') found.push(...(await sources.untranslated(page)).map((text) => `not translated: ${text}`));
        faults.push(...found.map((line) => `${name} ${id} ${state}: ${line}`));
      } catch (error) {
        await page.screenshot({ path: join(pictures, `broken-${id}-${state}-${name}.png`) }).catch(() => undefined);
        faults.push(`${name} ${id} ${state}: ${error.message.split('\n').slice(0, 3).join(' ')}`);
      }
    }
  }
  await context.close();
  return [...faults, ...noise.map((line) => `${name}: ${line}`)];
}
