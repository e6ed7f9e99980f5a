/** A customer without login files by link on a phone and follows the progress; nothing internal is told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, open, person, phone, play, visitor } from './lib/stage.mjs';
import { field, png, write } from './lib/form.mjs';
import { packageIn } from './lib/package.mjs';
import { work } from './lib/work.mjs';

const app = packageIn('definitions/complaint-management');

let server;
let chrome;
before(async () => {
  server = await open();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** Fields and things of the house that no customer may see, neither as values nor as definitions. */
const internal = ['owner', 'solution', 'priority', 'priority_score', 'root_cause', 'close_type', 'legal_risk', 'media_risk', 'emotion_score', 'customer_level', 'find_by', 'repeat_of', 'same_customer', 'lead_callback', '_created_by', '_department', '_node', 'holders'];

test('a customer files by link at 390 px and follows the progress', { timeout: 180_000 }, async () => {
  const people = [];
  await play('portal', () => people, async () => {
    const customer = await visitor(chrome, server.address, phone);
    people.push(customer);
    const answers = listen(customer.page);
    const title = '屏幕有亮点';
    const progress = await file(customer.page, title);
    await customer.page.goto(progress);
    await current(customer.page, '待处理');
    await customer.page.getByText(title).waitFor();

    const agent = await person(chrome, server.address, 'agent');
    people.push(agent);
    await work(agent.page, title, app.step('complaint_main', 'accept'), '办结', { opinion: '客户很着急，内部尽快' });
    await customer.page.reload();
    await current(customer.page, '待处理');

    assert.deepEqual(await told(answers, [...internal, '客户很着急', '王坐席']), []);
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
});

async function file(page, title) {
  await page.goto('/p/complaint/submit');
  const form = page.getByRole('main');
  await form.getByRole('heading', { level: 1, name: '提交投诉' }).waitFor();
  await eitherKind(form);
  await write(form, '标题', title);
  await write(form, '投诉内容', '手机屏幕左上角有三个亮点。');
  await write(form, '联系人', '赵女士');
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await form.getByRole('alert').first().waitFor();
  await write(form, '联系电话', '13900139000');
  assert.equal(await field(form, '要求金额').count(), 0);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), form.getByRole('button', { name: '拍照或选图' }).click()]);
  await chooser.setFiles({ name: 'screen.png', mimeType: 'image/png', buffer: png() });
  await form.getByRole('button', { name: '移除 screen.png' }).waitFor();
  await form.getByRole('button', { name: '提交', exact: true }).click();
  await page.getByRole('heading', { name: '已收到' }).waitFor();
  const link = page.getByRole('link', { name: '查看处理进度' });
  return link.getAttribute('href');
}

/** A service is asked about other things than a product. */
async function eitherKind(form) {
  const kind = (name) => form.getByRole('radio', { name, exact: true });
  await kind('服务').check();
  await field(form, '服务项目').waitFor();
  assert.equal(await field(form, '序列号').count(), 0);
  await kind('产品质量').check();
  await field(form, '序列号').waitFor();
  assert.equal(await field(form, '服务项目').count(), 0);
}

async function current(page, state) {
  await page.getByRole('list', { name: '处理进度' }).getByRole('listitem').filter({ hasText: state }).and(page.locator('[aria-current=step]')).waitFor();
}

/** All that the server tells the page, but for the program itself. */
function listen(page) {
  const answers = [];
  page.on('response', (answer) => {
    if (new URL(answer.url()).pathname.startsWith('/api/')) answers.push(answer.text().then((text) => ({ url: answer.url(), text }), () => ({ url: answer.url(), text: '' })));
  });
  return answers;
}

/** Which of the words were told, and where. */
async function told(answers, words) {
  const all = await Promise.all(answers);
  assert.ok(all.length >= 4, 'the page did ask the server');
  return all.flatMap(({ url, text }) => words.filter((word) => text.includes(word)).map((word) => `${word} in ${url}`));
}
