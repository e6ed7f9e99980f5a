/** Work on running cases: everything that can be done with one, on a desk and on a phone, by several people at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from '../lib/server.mjs';
import { casesPackage } from './lib/cases.mjs';
import { strokes } from './lib/drawing.mjs';
import { box } from './lib/form.mjs';
import { imported, sent } from './lib/imported.mjs';
import { browser, desk, password, person, phone, play, snap } from './lib/stage.mjs';

const form = '/apps/payments/forms/request';
const records = `/api${form}/records`;
const people = {
  staff: { name: '林员工', roles: ['staff'] },
  wang: { name: '王组长', roles: ['lead'] },
  zhao: { name: '赵组长', roles: ['lead'] },
  sun: { name: '孙主管', roles: [] },
  qian: { name: '钱助理', roles: [] },
  zhou: { name: '周总监', roles: ['director'] },
  owner: { name: '吴管理', roles: ['owner'] },
  feng: { name: '冯调走', roles: [] },
  helu: { name: '何离岗', roles: [] },
};

let server;
let chrome;
let ids;
let staff;
before(async () => {
  ({ server, ids } = await imported(casesPackage(), 'payments', people));
  chrome = await browser();
  staff = await new Client(server.address).signIn('staff', password);
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const screens = [['1440', desk], ['390', phone]];

/** Files a request by the API; answers where it is. */
async function filed(subject, amount = 100, more = {}) {
  const { id } = await sent(staff, 'POST', records, { values: { subject, amount, ...more } });
  return `${form}/records/${id}`;
}

/** Plays a story with people on a screen; nothing may go wrong unseen. */
async function staged(name, screen, logins, story) {
  const here = [];
  await play(`cases-${name}`, () => here, async () => {
    for (const login of logins) here.push(await person(chrome, server.address, login, screen));
    await story(...here.map(({ page }) => page));
    assert.deepEqual(here.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of here) await context.close();
}

const todo = (page) => page.getByRole('region', { name: '待办处理' });

/** Opens a record on which there is something to do. */
async function open(page, address, step) {
  await page.goto(address);
  await todo(page).getByRole('heading', { name: step }).waitFor();
}

/** Chooses one of the operations that stand behind 更多. */
async function more(page, action) {
  await todo(page).getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).filter({ visible: true }).click();
}

/** Chooses something to do with the case as a whole. */
async function manage(page, action) {
  await page.getByRole('main').getByRole('button', { name: '更多', exact: true }).first().click();
  await page.getByRole('menuitem', { name: action, exact: true }).filter({ visible: true }).click();
  return page.getByRole('dialog', { name: new RegExp(`^${action}`) });
}

async function told(page, words) {
  await page.getByText(words).filter({ visible: true }).first().waitFor();
}

/** Chooses a person in a dialog. */
async function pick(page, dialog, label, name) {
  const input = dialog.getByRole('combobox', { name: label });
  await input.click();
  await input.fill(name);
  // The list of another input may still be closing, and names stand elsewhere on the page too.
  const list = page.locator('.ant-select-dropdown').filter({ has: page.locator(`[id="${await input.getAttribute('id')}_list"]`) });
  await list.getByTitle(name, { exact: true }).click();
}

async function confirm(dialog, verb) {
  // While it is sent and a moment longer, the button is also called “loading”.
  await dialog.getByRole('button', { name: new RegExp(`(^|\\s)${verb}$`) }).click();
}

for (const [name, screen] of screens) {
  test(`加签, 减签, 转办 and 退回 at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`ask-${name}`, screen, ['wang', 'sun', 'staff'], async (wang, sun, clerk) => {
      const address = await filed(`差旅费 ${name}`);
      await open(wang, address, '组长审核');
      await more(wang, '加签');
      let dialog = wang.getByRole('dialog', { name: '加签' });
      await pick(wang, dialog, '转给谁', '钱助理');
      await dialog.getByText('请其他人一起处理这一步。').click();
      await dialog.getByRole('radio', { name: '与我一起' }).check();
      await snap(wang, `cases-add-${name}`);
      await confirm(wang.getByRole('dialog', { name: '加签' }), '加签');
      await told(wang, '已加签');

      await open(wang, address, '组长审核');
      await more(wang, '减签');
      dialog = wang.getByRole('dialog', { name: '减签' });
      await dialog.getByRole('radio', { name: '钱助理' }).check();
      await confirm(dialog, '减签');
      await told(wang, '已减签');

      await open(wang, address, '组长审核');
      await more(wang, '转办');
      dialog = wang.getByRole('dialog', { name: '转办' });
      await pick(wang, dialog, '转给谁', '孙主管');
      await confirm(dialog, '转办');
      await told(wang, '已转办');

      await open(sun, address, '组长审核');
      await more(sun, '退回');
      dialog = sun.getByRole('dialog', { name: '退回' });
      await dialog.getByRole('radio', { name: '直接回到这一步' }).check();
      await snap(sun, `cases-return-${name}`);
      await confirm(dialog, '退回');
      await told(sun, '请写下原因');
      await todo(sun).getByLabel('填写意见').fill('请补充出差事由');
      await more(sun, '退回');
      dialog = sun.getByRole('dialog', { name: '退回' });
      await dialog.getByRole('radio', { name: '直接回到这一步' }).check();
      await confirm(dialog, '退回');
      await told(sun, '已退回');

      await open(clerk, address, '填单');
      await todo(clerk).getByRole('button', { name: '重新提交' }).click();
      await told(clerk, '已重新提交');
      await open(wang, address, '组长审核');
      await sun.goto('/desk/done');
      await sun.getByRole('link', { name: new RegExp(`差旅费 ${name}`) }).first().click();
      await sun.getByRole('heading', { level: 1, name: `差旅费 ${name}` }).waitFor();
    });
  });

  test(`挂起, 恢复, 改派, 跳转 and 终止 at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`manage-${name}`, screen, ['owner', 'wang', 'staff'], async (owner, wang, clerk) => {
      const address = await filed(`采购 ${name}`);
      await open(wang, address, '组长审核');
      await owner.goto(address);
      let dialog = await manage(owner, '挂起');
      await dialog.getByLabel('原因（选填）').fill('等预算批复');
      await snap(owner, `cases-suspend-${name}`);
      await confirm(dialog, '挂起');
      await told(owner, '已挂起');
      await wang.goto(address);
      await told(wang, '流程已挂起，恢复之前不能处理');
      assert.equal(await todo(wang).count(), 0, 'nothing can be done with a case on hold');
      await snap(wang, `cases-held-${name}`);
      await owner.getByRole('main').getByRole('button', { name: '恢复' }).click();
      dialog = owner.getByRole('dialog', { name: /^恢复/ });
      await confirm(dialog, '恢复');
      await told(owner, '已恢复');
      await open(wang, address, '组长审核');

      dialog = await manage(owner, '改派');
      await dialog.getByRole('radio', { name: '组长审核 · 王组长' }).check();
      await pick(owner, dialog, '转给谁', '孙主管');
      await snap(owner, `cases-reassign-${name}`);
      await confirm(dialog, '改派');
      await told(owner, '已改派');
      const before = await new Client(server.address).signIn('wang', password);
      assert.equal((await before.send('GET', `/api${address}`)).status, 404, 'somebody else has it now, and sees it');

      dialog = await manage(owner, '跳转');
      await dialog.getByRole('radio', { name: '签收' }).check();
      await snap(owner, `cases-jump-${name}`);
      await confirm(dialog, '跳转');
      await told(owner, '已跳转');
      await open(clerk, address, '签收');

      dialog = await manage(owner, '终止');
      await dialog.getByLabel('原因（选填）').fill('项目取消');
      await confirm(dialog, '终止');
      await told(owner, '已终止');
      await clerk.goto(address);
      await told(clerk, '已终止');
      assert.equal(await todo(clerk).count(), 0);
    });
  });

  test(`several to-dos are found by filters and approved at once at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`bulk-${name}`, screen, ['zhou'], async (zhou) => {
      for (const number of [1, 2, 3]) await filed(`设备 ${name}-${number}`, 5000);
      await zhou.goto('/desk/todo');
      await zhou.getByText(`设备 ${name}-3`).first().waitFor();
      if (screen === phone) await zhou.getByRole('button', { name: '筛选' }).click();
      const due = zhou.getByRole('combobox', { name: '时限' });
      await due.click();
      await zhou.getByTitle('已超时', { exact: true }).filter({ visible: true }).click();
      await told(zhou, '没有符合筛选的事项');
      await zhou.getByRole('button', { name: '清除筛选' }).first().click();
      await zhou.getByText(`设备 ${name}-3`).first().waitFor();
      await zhou.getByRole('button', { name: '批量处理' }).click();
      await zhou.getByRole('checkbox', { name: '全选可同意的' }).check();
      await snap(zhou, `cases-bulk-${name}`);
      await zhou.getByRole('button', { name: '同意 3 件' }).click();
      const dialog = zhou.getByRole('dialog', { name: '同意 3 件待办？' });
      await dialog.getByLabel('填写意见').fill('年度预算内');
      await confirm(dialog, '同意 3 件');
      await told(zhou, '共 3 件：已同意 3 件，未能同意 0 件');
      await snap(zhou, `cases-bulk-done-${name}`);
      await zhou.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
      await told(zhou, '没有待办，可以安心做别的事');
    });
  });

  test(`the trace says where it is, who had it, for how long, and why it went that way at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`trace-${name}`, screen, ['zhou', 'owner'], async (zhou, owner) => {
      const address = await filed(`展会 ${name}`, 8000, { checkers: [ids.qian] });
      await open(zhou, address, '总监审批');
      await todo(zhou).getByLabel('填写意见').fill('同意参展');
      await todo(zhou).getByRole('button', { name: '同意' }).click();
      await told(zhou, '已同意');
      await owner.goto(address);
      await owner.getByRole('tab', { name: '流程' }).click();
      const steps = owner.getByRole('tabpanel', { name: '流程' });
      await steps.getByRole('button', { name: '为什么走这条路' }).click();
      await steps.getByText('走了「大额」').waitFor();
      await steps.getByText('金额 > 1000').waitFor();
      await steps.getByText('8,000').or(steps.getByText('8000')).first().waitFor();
      await snap(owner, `cases-why-${name}`);
      await steps.getByRole('button', { name: '流程轨迹图' }).click();
      const dialog = owner.getByRole('dialog', { name: /流程轨迹图/ });
      if (screen === desk) {
        await dialog.getByRole('button', { name: /正在进行\s*逐人核对/ }).waitFor();
        await dialog.getByRole('button', { name: /尚未到达\s*签收/ }).waitFor();
        await dialog.getByRole('button', { name: /已经过\s*总监审批/ }).click();
        await snap(owner, `cases-diagram-${name}`);
        await dialog.getByRole('region', { name: '总监审批' }).getByText('同意参展').waitFor();
        await dialog.getByRole('button', { name: /按金额/ }).click();
        await dialog.getByText('走了「大额」').waitFor();
      } else {
        const column = dialog.getByRole('list', { name: '流程轨迹图' });
        await column.getByText('同意参展').waitFor();
        await snap(owner, `cases-diagram-${name}`);
        await column.getByText('走了「大额」').waitFor();
      }
      await owner.keyboard.press('Escape');
      const finish = await manage(owner, '提前结束');
      await confirm(finish, '提前结束');
      await told(owner, '已提前结束');
    });
  });

  test(`a deadline says why it is then, and a step asks for a signature at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`due-${name}`, screen, ['wang', 'staff'], async (wang, clerk) => {
      const address = await filed(`话费 ${name}`);
      await open(wang, address, '组长审核');
      await todo(wang).getByRole('button', { name: '为什么是这个时间' }).click();
      const why = todo(wang).getByRole('region', { name: '为什么是这个时间' });
      await why.getByText('时限 8 小时自然时间').waitFor();
      await why.getByRole('list', { name: '计时明细' }).getByRole('listitem').first().waitFor();
      await why.getByRole('list', { name: '接下来' }).getByText('到 50% 时提醒').waitFor();
      await snap(wang, `cases-due-${name}`);
      await todo(wang).getByRole('button', { name: '同意' }).click();
      await told(wang, '已同意');

      await open(clerk, address, '签收');
      await told(clerk, '本步骤必填：签收签名');
      await snap(clerk, `cases-must-${name}`);
      await todo(clerk).getByRole('button', { name: '办结' }).click();
      await clerk.getByRole('main').getByRole('alert').filter({ hasText: '签收签名' }).waitFor();
      await box(clerk.getByRole('main'), '签收签名').getByRole('button', { name: '签名', exact: true }).click();
      const window = clerk.getByRole('dialog');
      assert.ok((await strokes(clerk, window.getByRole('img', { name: '签名' }), [[[0.1, 0.5], [0.3, 0.2], [0.5, 0.8]]])) > 50);
      await window.getByRole('button', { name: '完成签名' }).click();
      await clerk.getByRole('button', { name: /^移除/ }).waitFor();
      await todo(clerk).getByRole('button', { name: '办结' }).click();
      await told(clerk, '已办结');
      await clerk.goto(address);
      await told(clerk, '已完成');
    });
  });

  test(`whoever is away is stood in for at ${name} px`, { timeout: 240_000 }, async () => {
    await staged(`absence-${name}`, screen, ['wang', 'sun'], async (wang, sun) => {
      await wang.goto('/me');
      await wang.getByRole('button', { name: '添加代理' }).click();
      let dialog = wang.getByRole('dialog', { name: '添加代理' });
      await pick(wang, dialog, '代理人', '王组长');
      await confirm(dialog, '保存');
      await told(wang, '不能由自己代理自己');
      await pick(wang, dialog, '代理人', '孙主管');
      await snap(wang, `cases-absence-${name}`);
      await confirm(dialog, '保存');
      await told(wang, '已保存代理');
      const list = wang.getByRole('list', { name: '请假代理' });
      await list.getByText('王组长 → 孙主管').first().waitFor();
      await list.getByText('进行中').first().waitFor();
      await snap(wang, `cases-absences-${name}`);

      const subject = `培训费 ${name}`;
      const address = await filed(subject);
      await sun.goto('/desk/todo');
      const card = sun.getByRole('listitem').filter({ hasText: subject });
      await card.getByText('代 王组长').waitFor();
      await snap(sun, `cases-stands-in-${name}`);
      await open(sun, address, '组长审核');
      await todo(sun).getByText('代 王组长').waitFor();
      await todo(sun).getByRole('button', { name: '同意' }).click();
      await told(sun, '已同意');

      await list.getByRole('button', { name: '提前结束' }).click();
      dialog = wang.getByRole('dialog', { name: '结束「王组长」的代理？' });
      await confirm(dialog, '提前结束');
      await list.getByText('已结束').first().waitFor();
      await open(wang, await filed(`${subject} 之后`), '组长审核');
    });
  });
}

test('of two who act at once the second hears who was faster', { timeout: 180_000 }, async () => {
  await staged('faster', desk, ['wang', 'zhao'], async (wang, zhao) => {
    const address = await filed('印刷费');
    // News would take the to-do away before it is acted on.
    await zhao.route('**/api/events', (route) => route.abort());
    await open(zhao, address, '组长审核');
    await open(wang, address, '组长审核');
    await todo(wang).getByRole('button', { name: '同意' }).click();
    await told(wang, '已同意');
    await todo(zhao).getByRole('button', { name: '同意' }).click();
    await told(zhao, '王组长先一步处理了「组长审核」：同意。您的操作没有生效。');
    await todo(zhao).waitFor({ state: 'detached' });
    await snap(zhao, 'cases-faster');
  });
});

test('whoever filed it urges and takes it back, and whoever decided takes that back', { timeout: 180_000 }, async () => {
  await staged('own', desk, ['staff', 'wang'], async (clerk, wang) => {
    const address = await filed('资料费');
    await clerk.goto(address);
    await confirm(await manage(clerk, '催办'), '催办');
    await told(clerk, '已催办');
    await open(wang, address, '组长审核');
    await todo(wang).getByRole('button', { name: '同意' }).click();
    await told(wang, '已同意');
    await wang.goto(address);
    await confirm(await manage(wang, '拿回'), '拿回');
    await told(wang, '已拿回');
    await open(wang, address, '组长审核');

    const second = await filed('快递费');
    await clerk.goto(second);
    await confirm(await manage(clerk, '撤回'), '撤回');
    await told(clerk, '已撤回');
  });
});

test('an administrator says for others who stands in', { timeout: 120_000 }, async () => {
  await staged('absence-admin', desk, ['boss'], async (boss) => {
    await boss.goto('/admin/absences');
    await boss.getByRole('button', { name: '添加代理' }).click();
    const dialog = boss.getByRole('dialog', { name: '添加代理' });
    await pick(boss, dialog, '谁离开', '钱助理');
    await pick(boss, dialog, '代理人', '孙主管');
    await confirm(dialog, '保存');
    await told(boss, '已保存代理');
    await boss.getByText('钱助理 → 孙主管').waitFor();
    await snap(boss, 'cases-absences-admin');
  });
});

for (const [name, screen] of screens) {
  test(`what somebody holds who leaves goes to whoever takes over at ${name} px`, { timeout: 240_000 }, async () => {
    const [leaver, title] = name === '1440' ? ['feng', `验收款 ${name}`] : ['helu', `尾款 ${name}`];
    const address = await filed(title, 5000);
    const administrator = await new Client(server.address).signIn('owner', password);
    await sent(administrator, 'POST', `/api${address}/case`, { action: 'reassign', node: 'director', from: ids.zhou, to: ids[leaver] });
    await staged(`leave-${name}`, screen, ['boss', 'owner'], async (boss, heir) => {
      const who = people[leaver].name;
      await heir.goto('/desk/todo');
      await boss.goto('/admin/users');
      await boss.getByLabel('搜索姓名、登录名').fill(who);
      await boss.getByRole('button', { name: `${who} 的更多操作` }).click();
      await boss.getByRole('menuitem', { name: '停用' }).click();
      const dialog = boss.getByRole('dialog', { name: `停用「${who}」？` });
      await dialog.getByText('名下还有 1 个未办的待办').waitFor();
      await pick(boss, dialog, '由谁接手（选填）', '吴管理');
      await snap(boss, `cases-leave-${name}`);
      await confirm(dialog, '停用');
      await told(boss, `「${who}」已停用`);
      await heir.getByRole('link', { name: new RegExp(title) }).first().click();
      await todo(heir).getByRole('heading', { name: '总监审批' }).waitFor();
      await heir.getByRole('tab', { name: '流程' }).click();
      await told(heir, `${who} · 已停用，待办转给 吴管理`);
      await snap(heir, `cases-taken-over-${name}`);
    });
  });
}
