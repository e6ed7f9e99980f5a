/** Rows of a file become records in a browser: matched, checked, filed, taken back; and the list goes out again as a file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { imported } from './lib/imported.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, person, phone, play, snap } from './lib/stage.mjs';

const form = '/apps/leave/forms/balance';
const text = '\uFEFF名称,员工,年假额度（天）,备注\r\n林员工的年假,林员工,10,老员工\r\n高主管的年假,高主管,12.5,\r\n何人事的年假,何人,15,\r\n,何人事,三天,\r\n';
const fileOf = (name) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

let server;
let chrome;
before(async () => {
  ({ server } = await imported('examples/leave-request', 'leave', {
    employee: { name: '林员工', roles: ['employee'] },
    head: { name: '高主管', roles: ['employee'] },
    hr: { name: '何人事', roles: ['hr'] },
  }));
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

for (const [name, screen] of [['1440', desk], ['390', phone]]) {
  test(`rows are matched, checked, imported and taken back at ${name} px`, { timeout: 180_000 }, async () => {
    const people = [];
    await play(`imports-${name}`, () => people, async () => {
      people.push(await person(chrome, server.address, 'hr', screen));
      const [{ page, context }] = people;
      await context.addInitScript(checker);
      const main = page.getByRole('main');
      await page.goto(form);
      await main.getByRole('button', { name: '导入' }).click();
      await page.locator('input[type=file]').setInputFiles({ name: 'x.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\x03\x04 broken') });
      await main.getByText('工作簿已损坏').waitFor();
      await page.locator('input[type=file]').setInputFiles(fileOf(`年假 ${name}.csv`));

      // Three columns find their fields; the fourth stays out.
      await main.getByRole('combobox', { name: '列「备注」对应的字段' }).waitFor();
      await snap(page, `imports-map-${name}`);
      assert.deepEqual([...(await barriers(page)), ...(await sticksOut(page))], []);
      await main.getByRole('button', { name: '检查全部行' }).click();
      await main.getByRole('button', { name: '只导入没有问题的 2 条' }).waitFor();
      for (const words of ['没有找到人员「何人」', '「三天」不是数字']) await main.getByText(words, { exact: false }).first().waitFor();
      await snap(page, `imports-checked-${name}`);
      assert.deepEqual([...(await barriers(page)), ...(await sticksOut(page))], []);
      const [faulty] = await Promise.all([page.waitForEvent('download'), main.getByRole('button', { name: '下载这些行和原因' }).click()]);
      assert.equal(readFileSync(await faulty.path()).subarray(0, 2).toString(), 'PK');

      await main.getByRole('button', { name: '只导入没有问题的 2 条' }).click();
      await main.getByRole('button', { name: '撤销这次导入' }).waitFor();
      await snap(page, `imports-done-${name}`);
      await main.getByRole('button', { name: '返回列表' }).click();
      await main.getByText('高主管的年假').first().waitFor();

      // The list goes out as a text that keeps what stands in it.
      await main.getByRole('button', { name: '导出' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'CSV 文本（.csv）' }).check();
      await snap(page, `imports-export-${name}`);
      const [out] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '导出' }).click()]);
      const lines = readFileSync(await out.path(), 'utf8').split('\r\n');
      assert.ok(lines[0].startsWith('\uFEFF') && lines.some((line) => line.includes('高主管的年假') && line.includes('12.5')), lines.join('\n'));

      // What was imported is found among the earlier imports and taken back as a whole.
      await main.getByRole('button', { name: '导入' }).click();
      await main.getByRole('link', { name: `年假 ${name}.csv` }).click();
      await main.getByRole('button', { name: '撤销这次导入' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '撤销这次导入' }).click();
      await main.getByText('已撤销 2 条').waitFor();
      await main.getByRole('button', { name: '返回列表' }).click();
      await main.getByText('高主管的年假').waitFor({ state: 'hidden' });
      const expected = people.flatMap(({ faults }) => faults).filter((fault) => !String(fault).includes('422'));
      assert.deepEqual(expected, []);
    });
    for (const { context } of people) await context.close();
  });
}
