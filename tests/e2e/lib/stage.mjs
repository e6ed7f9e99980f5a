/** The stage of the stories: a served copy of the packages with little demo data, and a real browser in Chinese. */
import { chromium } from 'playwright-core';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, scratch, serve } from '../../lib/server.mjs';

export const out = fileURLToPath(new URL('../.out', import.meta.url));
export const password = 'mortise-demo';
export const desk = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
];

/** Serves packages with their people and so few records that the start is quick. */
export async function open(packages = ['definitions/complaint-management'], records = 3) {
  const folder = scratch('packages');
  for (const one of packages) {
    const copy = join(folder, basename(one));
    cpSync(join(root, one), copy, { recursive: true });
    shorten(join(copy, 'demo/recipe.json'), records);
  }
  return serve(scratch('data'), { args: ['--demo', folder] });
}

function shorten(file, records) {
  const recipe = JSON.parse(readFileSync(file, 'utf8'));
  for (const form of recipe.forms) form.count = Math.min(form.count, records);
  delete recipe.stories;
  writeFileSync(file, JSON.stringify(recipe));
}

/** A microphone that hums and a camera that shows a test picture; nobody is asked whether they may be used. */
export const devices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A browser; every fault on its pages is kept and told by `calm`. */
export async function browser(more = []) {
  mkdirSync(out, { recursive: true });
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: [...switches, ...more] });
}

/** A new visitor on a screen: nobody is signed in, nothing is remembered. */
export async function visitor(chrome, address, viewport = desk, more = {}) {
  const context = await chrome.newContext({
    baseURL: address,
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...more,
    ...(viewport.width < 600 ? { hasTouch: true, isMobile: true } : {}),
  });
  context.setDefaultTimeout(Number(process.env.E2E_PATIENCE ?? 20_000));
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`page: ${error.stack ?? error.message}`));
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('Failed to load resource')) faults.push(`console: ${line.text()}`);
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
  });
  return { page, context, faults };
}

/** Keeps a picture of what is on the screen, to be looked at. */
export async function snap(page, name) {
  mkdirSync(join(out, 'inputs'), { recursive: true });
  await page.screenshot({ path: join(out, 'inputs', `${name}.png`), animations: 'disabled' });
}

/** Plays a story; when it breaks, what everybody sees is kept as pictures. */
export async function play(name, people, story) {
  try {
    await story();
  } catch (error) {
    await Promise.all(people().map(({ page }, index) => page.screenshot({ path: join(out, `broken-${name}-${index + 1}.png`) }).catch(() => undefined)));
    throw error;
  }
}

/** A person who has signed in through the page. */
export async function person(chrome, address, login, viewport = desk, secret = password) {
  const found = await visitor(chrome, address, viewport);
  const { page } = found;
  await page.goto('/');
  await page.getByLabel('账号').fill(login);
  await page.getByLabel('密码').fill(secret);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor();
  return found;
}
