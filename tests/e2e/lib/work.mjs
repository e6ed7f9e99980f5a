/** How a person works through 待办. */

/** Opens the to-do with this title. */
export async function openTask(page, title) {
  await page.goto('/desk/todo');
  await page.getByRole('list', { name: '待办' }).getByRole('link', { name: new RegExp(title) }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('region', { name: '待办处理' }).waitFor();
}

/** Finishes the step that is open, with an opinion, and waits until it is no longer there to do. */
export async function finish(page, step, action, opinion = '') {
  const box = page.getByRole('region', { name: '待办处理' });
  await box.getByRole('heading', { name: step }).waitFor();
  if (opinion !== '') await box.getByLabel('填写意见').fill(opinion);
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/act'));
  await box.getByRole('button', { name: action }).click();
  const answer = await answered;
  if (!answer.ok()) throw new Error(`${step} · ${action}: ${answer.status()} ${await answer.text()}`);
}
