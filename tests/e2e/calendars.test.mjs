/** A working calendar in the builder: its week, its year by mouse, keyboard and finger, lists of holidays, and what the engine answers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { imported, sent } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, person, phone, play, snap } from './lib/stage.mjs';

const address = '/build/leave/calendar/china';

let server;
let boss;
let chrome;
before(async () => {
  let ids;
  ({ server, boss, ids } = await imported('examples/leave-request', 'leave', {}));
  await sent(boss, 'PUT', '/api/admin/roles/leave/hr', { users: [ids.boss] });
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

const stored = async () => (await sent(boss, 'GET', '/api/build/leave/objects/calendar/china')).definition;
const saved = (page) => page.getByRole('status').filter({ hasText: /^已保存/ }).waitFor();

/** Goes to a year by the buttons beside it. */
async function goTo(page, year) {
  const heading = page.getByRole('heading', { level: 2, name: /^\d{4} 年$/ });
  for (;;) {
    const shown = Number((await heading.textContent()).slice(0, 4));
    if (shown === year) return;
    await page.getByRole('button', { name: shown < year ? '下一年' : '上一年' }).click();
    await page.getByRole('heading', { level: 2, name: `${shown + Math.sign(year - shown)} 年` }).waitFor();
  }
}

const day = (page, date) => page.locator(`[data-date="${date}"]`);
const panel = (page) => page.getByRole('complementary', { name: '所选日期' });
const named = (page, date, words) => page.getByRole('gridcell', { name: new RegExp(`^${date}.*${words}`) });

async function apply(page, what, name) {
  await panel(page).getByRole('radio', { name: what }).click();
  if (name !== undefined) await panel(page).getByRole('textbox', { name: '名称（中文）' }).fill(name);
  await panel(page).getByRole('button', { name: '应用' }).click();
}

test('a year is changed by mouse and keyboard, and every change can be taken back', { timeout: 240_000 }, async () => {
  const here = await person(chrome, server.address, 'boss', desk);
  await play('calendars', () => [here], async () => {
    const { page } = here;
    await page.goto(address);
    await goTo(page, 2026);
    await named(page, '2026-10-01', '国庆节 节假日').waitFor();
    await snap(page, 'calendars-year');

    await day(page, '2026-10-10').click();
    await panel(page).getByText('调休上班', { exact: true }).waitFor();
    await panel(page).getByText('09:00-12:00 13:30-18:00（7 小时 30 分钟）').waitFor();

    // Pulled over by the mouse.
    await day(page, '2026-03-03').hover();
    await page.mouse.down();
    await day(page, '2026-03-05').hover();
    await page.mouse.up();
    await panel(page).getByText('共 3 天，其中工作日 3 天').waitFor();
    await apply(page, '放假', '厂庆');
    await named(page, '2026-03-04', '厂庆 节假日').waitFor();
    await saved(page);
    assert.deepEqual((await stored()).holidays.at(-1).label === undefined, false);
    assert.ok((await stored()).holidays.some((one) => one.from === '2026-03-03' && one.to === '2026-03-05' && one.label['zh-CN'] === '厂庆'));

    // By the keyboard: one day back, then two weeks more with Shift.
    await day(page, '2026-05-12').click();
    for (const [key, date] of [['ArrowLeft', '2026-05-11'], ['Shift+ArrowDown', '2026-05-18'], ['Shift+ArrowRight', '2026-05-19']]) {
      await page.keyboard.press(key);
      await page.locator(`[data-date="${date}"]:focus`).waitFor();
    }
    await panel(page).getByText('共 9 天，其中工作日 7 天').waitFor();
    await apply(page, '加一段停工', '演习');
    await panel(page).getByRole('button', { name: '去掉 2026-05-11 的停工 10:00-11:00' }).waitFor();
    await day(page, '2026-05-12').click();
    await panel(page).getByText('09:00-10:00 11:00-12:00 13:30-18:00').waitFor();
    await saved(page);
    assert.equal((await stored()).breaks.length, 9);
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await panel(page).getByText('09:00-12:00 13:30-18:00（7 小时 30 分钟）').waitFor();
    await page.getByRole('button', { name: '撤销', exact: true }).click();
    await named(page, '2026-03-04', '星期三 工作日').waitFor();
    await page.getByRole('button', { name: '重做', exact: true }).click();
    await named(page, '2026-03-04', '厂庆').waitFor();
    await saved(page);
    assert.equal((await stored()).breaks, undefined);
    assert.deepEqual(here.faults, []);
  });
  await here.context.close();
});

test('hours of the week may pass midnight; what the calendar answers is tried at once', { timeout: 240_000 }, async () => {
  const here = await person(chrome, server.address, 'boss', desk);
  await play('calendars-week', () => [here], async () => {
    const { page } = here;
    await page.goto(address);
    await goTo(page, 2026);
    const saturday = page.getByRole('listitem').filter({ hasText: '星期六' });
    await page.getByRole('combobox', { name: '星期六如何' }).click();
    await page.getByTitle('按下列时段').last().click();
    const from = saturday.getByRole('textbox', { name: '星期六 第 1 段开始' });
    await from.fill('22');
    await from.press('Enter');
    const to = saturday.getByRole('textbox', { name: '星期六 第 1 段结束' });
    await to.fill('6：00');
    await to.press('Enter');
    await saturday.getByText('次日').waitFor();
    await named(page, '2026-03-07', '星期六 工作日').waitFor();
    await day(page, '2026-03-08').click();
    await panel(page).getByText('00:00-06:00（6 小时）').waitFor();
    await saved(page);
    assert.deepEqual((await stored()).week.sat, ['22:00-06:00']);

    const asked = async (name, moment) => {
      const box = page.getByRole('textbox', { name, exact: true });
      await box.click();
      await box.fill(moment);
      await box.press('Enter');
    };
    await asked('开始时间', '2026-09-30 16:00');
    await asked('结束时间', '2026-10-08 10:00');
    await page.getByRole('status', { name: '从……到……有多长' }).filter({ hasText: '工作时间 3 小时' }).waitFor();
    await page.getByRole('list', { name: '时间是怎么算的' }).getByText('国庆节').waitFor();
    await asked('从何时算起', '2026-09-30 16:00');
    await page.getByRole('status', { name: '何时开始、何时到期' }).filter({ hasText: '到期时间 2026-10-08 16:30' }).waitFor();
    await page.getByRole('combobox', { name: '单位' }).click();
    await page.getByTitle('天', { exact: true }).click();
    await page.getByRole('status', { name: '何时开始、何时到期' }).filter({ hasText: '到期时间' }).waitFor();
    await snap(page, 'calendars-trial');
    await page.evaluate(checker.content);
    assert.deepEqual(await barriers(page), []);

    // Another zone is read from the server; the same clock on the wall, another day.
    await page.getByRole('combobox', { name: '时区' }).click();
    await page.getByRole('combobox', { name: '时区' }).fill('New_York');
    await page.getByTitle('America/New_York').click();
    await page.getByText('时区 America/New_York').waitFor();
    await asked('从何时算起', '2026-03-06 16:00');
    await page.getByRole('status', { name: '何时开始、何时到期' }).filter({ hasText: '到期时间' }).waitFor();
    assert.deepEqual(here.faults, []);
  });
  await here.context.close();
});

test('a list of holidays is weighed before it is taken over; a year is copied and written out', { timeout: 240_000 }, async () => {
  const here = await person(chrome, server.address, 'boss', desk);
  await play('calendars-import', () => [here], async () => {
    const { page } = here;
    await page.goto(address);
    await page.getByRole('button', { name: '导入节假日' }).click();
    const dialog = page.getByRole('dialog', { name: '导入节假日' });
    await dialog.getByRole('textbox', { name: '节假日清单' }).fill('日期,名称,类型\n2027-01-01~2027-01-03,元旦,放假\n2027-02-07,春节,上班\n2027-02-30,没有这天,放假\n2027-03-01,演习,停工,10:00-11:00');
    await dialog.getByText('第 4 行：日期看不懂（2027-02-30,没有这天,放假）').waitFor();
    await dialog.getByText('将改变 5 天，0 天已经如此').waitFor();
    await snap(page, 'calendars-import');
    await dialog.getByRole('button', { name: '导入 5 天' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { level: 2, name: '2027 年' }).waitFor();
    await named(page, '2027-02-07', '春节 调休上班').waitFor();
    await saved(page);
    const after = await stored();
    assert.equal(after.known_until, '2027-12-31');
    assert.deepEqual(after.holidays.find((one) => one.from === '2027-01-01'), { from: '2027-01-01', to: '2027-01-03', label: { 'zh-CN': '元旦', en: "New Year's Day" } });

    await page.getByRole('button', { name: '导入节假日' }).click();
    await dialog.locator('input[type=file]').setInputFiles({ name: 'days.ics', mimeType: 'text/calendar', buffer: Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20271001\r\nDTEND;VALUE=DATE:20271004\r\nSUMMARY:国庆节\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n') });
    await dialog.getByRole('button', { name: '导入 3 天' }).click();
    await named(page, '2027-10-03', '国庆节 节假日').waitFor();

    await page.getByRole('button', { name: '复制到另一年' }).click();
    const copy = page.getByRole('dialog', { name: '复制到另一年' });
    await copy.getByText('将复制 8 天，略过 0 天').waitFor();
    await copy.getByRole('button', { name: /^复\s?制$/ }).click();
    await page.getByRole('heading', { level: 2, name: '2028 年' }).waitFor();
    await named(page, '2028-10-02', '国庆节').waitFor();

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 CSV' }).click();
    const table = readFileSync(await (await waiting).path(), 'utf8');
    assert.match(table, /2028-02-07,春节,makeup,09:00-12:00 13:30-18:00/);
    assert.match(table, /2028-03-01,演习,break,10:00-11:00/);
    assert.deepEqual(here.faults, []);
  });
  await here.context.close();
});

test('on a phone the months stand under each other', { timeout: 120_000 }, async () => {
  const here = await person(chrome, server.address, 'boss', phone);
  await play('calendars-phone', () => [here], async () => {
    const { page } = here;
    await page.goto(address);
    await goTo(page, 2026);
    await day(page, '2026-05-04').scrollIntoViewIfNeeded();
    await day(page, '2026-05-04').tap();
    await panel(page).getByText('劳动节 · 节假日').waitFor();
    const [may, june] = await Promise.all(['2026 五月', '2026 六月'].map((name) => page.getByRole('grid', { name }).boundingBox()));
    assert.ok(june.y > may.y + may.height - 1, 'June stands under May');
    await snap(page, 'calendars-phone');
    await panel(page).getByRole('button', { name: '取消选择' }).click();
    await panel(page).getByText('点选一天').waitFor();
    assert.deepEqual(await sticksOut(page), []);
    assert.deepEqual(here.faults, []);
  });
  await here.context.close();
});
