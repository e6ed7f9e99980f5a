/** Another app, imported beside a running server, is played by the same helpers as the first: none of them knows an app. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { imported, sent } from './lib/imported.mjs';
import { packageIn } from './lib/package.mjs';
import { print } from './lib/paper.mjs';
import { browser, desk, person, phone, play } from './lib/stage.mjs';
import { asked, begin, computes, figure, follow, submit, work } from './lib/work.mjs';
import { fill } from './lib/form.mjs';

const folder = 'examples/leave-request';
const app = packageIn(folder);
const form = app.form('request');
const step = (node) => app.step('approval', node);

let server;
let chrome;
before(async () => {
  server = await stage();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`leave is asked for, granted by the head and by HR, and followed at ${name} px`, { timeout: 180_000 }, async () => {
    const people = [];
    await play(`second-${name}`, () => people, async () => {
      for (const login of ['employee', 'head', 'hr']) people.push(await person(chrome, server.address, login, screen));
      await story(`回老家办事 ${name}`, ...people);
      assert.deepEqual(people.flatMap(({ faults }) => faults), []);
    });
    for (const { context } of people) await context.close();
  });
}

async function story(title, employee, head, hr) {
  const taken = () => figure(hr.page, app.dashboard('overview'), app.report('this_month'));
  const before = await taken();
  const { page } = employee;
  await begin(page, form);
  assert.equal(await asked(page, form, 'certificate'), false, 'a certificate is asked for only when sick');
  await fill(page, page.getByRole('main'), form, { kind: 'sick', from: today(1), to: today(5), half_day: true, certificate: '诊断.png', reason: title });
  await computes(page, form, 'days', '4.5');
  const address = await submit(page, title);

  await work(head.page, title, step('head'), '同意', { opinion: '注意休息' });
  await follow(page, address, '流转中', [step('head'), step('hr')]);
  await work(hr.page, title, step('hr'), '同意');
  await follow(page, address, '已完成', [step('head'), step('hr')]);
  assert.equal(await taken(), before + 4.5, 'the dashboard counts it');

  const { text, codes } = await print(employee, address, 'slip');
  for (const words of [app.print('slip'), title, '4.5', '注意休息']) assert.ok(text.includes(words), `«${words}» is on the paper:\n${text}`);
  assert.deepEqual(codes, [address]);
}

/** A day of this month, so that the figures of the month count it. */
function today(day) {
  return `${new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' }).format(new Date())}-${String(day).padStart(2, '0')}`;
}

/** The app beside a running server, its people and the head of their department. */
async function stage() {
  const { server: found, boss, ids } = await imported(folder, 'leave', {
    employee: { name: '林员工', roles: ['employee'] },
    head: { name: '高主管', roles: ['employee'] },
    hr: { name: '何人事', roles: ['hr'] },
  });
  const department = await sent(boss, 'POST', '/api/admin/departments', { name: '研发部', head: ids.head });
  await sent(boss, 'PATCH', `/api/admin/users/${ids.employee}`, { departments: [department.id] });
  return found;
}
