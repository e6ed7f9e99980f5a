// Takes pictures of pages: node tests/mock/shots.mjs <base> <folder> <name:path[:width[:scheme[:locale]]]> …
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [base, folder, ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
for (const one of wanted) {
  const [name, path, wide = '1440', scheme = 'light', locale = 'zh-CN'] = one.split('::');
  const page = await browser.newPage({ viewport: { width: Number(wide), height: Number(wide) < 768 ? 844 : 900 }, colorScheme: scheme });
  await page.addInitScript(`localStorage.setItem('mortise.locale', JSON.stringify({state:{locale:'${locale}'},version:0}))`);
  const told = [];
  page.on('pageerror', (error) => told.push(`error ${error.message}`));
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') told.push(message.text().slice(0, 300)); });
  await page.goto(base + path);
  await page.waitForTimeout(Number(process.env.WAIT ?? 3500));
  await page.screenshot({ path: `${folder}/${name}.png` });
  if (told.length > 0) writeFileSync(`${folder}/${name}.txt`, told.join('\n'));
  console.log(name, told.length === 0 ? 'ok' : told.slice(0, 3).join(' | '));
  await page.close();
}
await browser.close();
