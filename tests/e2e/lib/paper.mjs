/** What stands on a PDF, as other programs read it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../lib/server.mjs';

/** Prints a record: the preview opens, and the paper says what it says. */
export async function print({ page, context }, address, template) {
  await page.goto(address);
  await page.getByRole('button', { name: '打印' }).first().click();
  await page.getByRole('dialog').waitFor();
  return paper(context, `${address.replace('/apps/', '/api/apps/')}/print/${template}`);
}

/** Fetches a PDF as the person of a browser; answers its text and what the codes on its pages say, each once. */
async function paper(context, address) {
  const answer = await context.request.get(address);
  if (!answer.ok()) throw new Error(`${address}: ${answer.status()} ${await answer.text()}`);
  const folder = scratch('paper');
  const file = join(folder, 'paper.pdf');
  writeFileSync(file, await answer.body());
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  execFileSync('pdftoppm', ['-r', '200', '-png', file, join(folder, 'page')]);
  const pages = readdirSync(folder).filter((name) => name.endsWith('.png')).map((name) => join(folder, name));
  const found = execFileSync('zbarimg', ['--quiet', '--raw', ...pages], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return { text, codes: [...new Set(found.trim().split('\n'))] };
}

/** How many pictures stand on the PDF of a record. */
export async function imagesOn(context, address, template) {
  const answer = await context.request.get(`${address.replace('/apps/', '/api/apps/')}/print/${template}`);
  if (!answer.ok()) throw new Error(`${address}: ${answer.status()} ${await answer.text()}`);
  const file = join(scratch('paper'), 'paper.pdf');
  writeFileSync(file, await answer.body());
  return execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' }).split('\n').filter((line) => /^\s*\d+\s+\d+\s+image\b/.test(line)).length;
}
