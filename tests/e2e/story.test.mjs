/** One case all the way through the first app, on a desk and on a phone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { fill } from './lib/form.mjs';
import { packageIn } from './lib/package.mjs';
import { print } from './lib/paper.mjs';
import { browser, desk, open, password, person, phone, play } from './lib/stage.mjs';
import { asked, begin, computes, figure, finish, follow, openTask, refusedFor, submit, work } from './lib/work.mjs';

const app = packageIn('definitions/complaint-management');
const form = app.form('complaint');
const step = (node) => app.step('complaint_main', node);

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

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`a case is filed, graded, decided, handled and closed at ${name} px`, { timeout: 240_000 }, async () => {
    const people = [];
    await play(name, () => people, async () => {
      for (const login of ['agent', 'lead', 'director', 'agent2']) people.push(await person(chrome, server.address, login, screen));
      await story(`退款申请 ${name}`, ...people);
      assert.deepEqual(people.flatMap(({ faults }) => faults), []);
    });
    for (const { context } of people) await context.close();
  });
}

async function story(title, agent, lead, director, owner) {
  const unit = await complainedOf();
  const received = () => figure(lead.page, app.dashboard('overview'), app.report('received_this_month'));
  const before = await received();
  const address = await filed(agent.page, title, unit);
  await work(agent.page, title, step('accept'), '办结', { opinion: '已联系客户' });
  const grading = { category: 'quality_failed', severity: 5, impact: 3, priority: 'p0', priority_reason: '有安全隐患', owner: '赵坐席' };
  await openTask(lead.page, title);
  await refusedFor(lead.page, step('classify'), '办结', ['category', 'owner']);
  await finish(lead.page, step('classify'), '办结', { opinion: '金额不大，但有安全隐患', values: grading });
  await work(director.page, title, step('director'), '同意', { opinion: '同意退款' });
  await work(owner.page, title, step('resolve'), '办结', { values: { solution: '全额退款并致歉' } });
  await work(agent.page, title, step('call_back'), '办结', { values: { customer_agreed: 'yes', csat: 5, nps: 9 } });
  await work(lead.page, title, step('close'), '办结', { values: { close_type: 'solved', root_cause: 'man_training' } });

  await follow(lead.page, address, '已完成', ['accept', 'classify', 'director', 'resolve', 'call_back', 'close'].map(step));
  assert.equal(await received(), before + 1, 'the dashboard counts it');
  await receipt(director, title, address, unit);
}

/** A unit that was sold, of which somebody complained before. */
async function complainedOf() {
  const client = await new Client(server.address).signIn('agent', password);
  const { body } = await client.send('POST', `/api${app.form('unit').path}/records/query`, { columns: ['serial', 'product'], limit: 1 });
  const { serial, product } = body.rows[0].values;
  const values = { title: '上一次投诉', content: '买来一周就不工作了，要求维修。', contact_name: '王小明', contact_phone: '13800138000', serial_no: serial };
  const { status, body: answer } = await client.send('POST', `/api${form.path}/records`, { values });
  assert.equal(status, 201, JSON.stringify(answer));
  return { serial, product: body.names[product] };
}

/** The number brings the product with it, and tells that it was complained of before. */
async function scanned(page, main, { serial, product }) {
  await fill(page, main, form, { serial_no: serial });
  await main.getByText(`已找到：${serial}`).waitFor();
  await main.getByText(/本表已有 \d+ 条同号记录/).waitFor();
  await main.locator('[data-field=product]').getByText(product, { exact: true }).first().waitFor();
}

/** The agent files it: a scan, a photo, two rows, a field that appears by rule, a total while typing. Answers the record's address. */
async function filed(page, title, unit) {
  const main = page.getByRole('main');
  await begin(page, form);
  await fill(page, main, form, { title, content: '充电器用了三天就不工作了，要求退款。', contact_name: '王小明', contact_phone: '13800138000' });
  assert.equal(await asked(page, form, 'wish_amount'), false, 'the amount is asked for only with money');
  await fill(page, main, form, { wish: ['refund'], wish_amount: '199.90' });
  const items = [{ item_name: '快充充电器 A1', qty: '2', price: '99.50' }, { item_name: '数据线', qty: '3', price: '10.30' }];
  await fill(page, main, form, { items });
  await computes(page, form, 'items_total', '229.90');
  await scanned(page, main, unit);
  await fill(page, main, form, { photos: '现场.png' });
  return submit(page, title);
}

/** The paper: every value is on it as text, and its code leads back to the record. */
async function receipt(director, title, address, { serial, product }) {
  const { text, codes } = await print(director, address, 'acceptance_receipt');
  const wanted = ['投诉受理单', title, '充电器用了三天就不工作了，要求退款。', '王小明', '电话', '退款', '199.90', '快充充电器 A1', '数据线', '99.50', '10.30', '199.00', '30.90', '229.90'];
  const flat = text.replaceAll(/\s/g, '');
  for (const words of [...wanted, 'P0 紧急', '失效', '总监审批', '同意退款', '赵坐席', serial, product]) {
    assert.ok(flat.includes(words.replaceAll(/\s/g, '')), `«${words}» is on the paper:\n${text}`);
  }
  assert.match(text, /TS\d{8}-\d{4}/);
  assert.deepEqual(codes, [address]);
}
