/** How a person files, works through 待办 and looks at what came of it; every name is the package's. */
import { field, fill } from './form.mjs';

/** Begins a new record from the list, on a phone by ＋, and waits for the form. */
export async function begin(page, form) {
  await page.goto(form.path);
  const named = `新建${form.label}`;
  // The bar of a phone offers a choice; a desk's list has its own button, which comes a little later than the one in the bar above.
  const onPhone = page.viewportSize().width < 600;
  await page.getByRole('button', onPhone ? { name: '新建', exact: true } : { name: named }).filter({ visible: true }).last().click();
  const item = page.getByRole('dialog').getByRole('button', { name: form.label, exact: true });
  const heading = page.getByRole('heading', { level: 1, name: named });
  await item.or(heading).first().waitFor();
  if (await item.isVisible()) {
    await item.click();
    // The list of a phone gives the focus back when it has slid away; nobody types before.
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await heading.waitFor();
}

/** Submits the form that is open and waits for the record; answers its address. */
export async function submit(page, title) {
  await page.getByRole('main').getByRole('button', { name: '提交' }).click();
  await page.waitForURL(/\/records\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return page.url();
}

/** Files a record. */
export async function file(page, form, title, values) {
  await begin(page, form);
  await fill(page, page.getByRole('main'), form, values);
  return submit(page, title);
}

/** Whether a field of the form that is open is asked for. */
export async function asked(page, form, id) {
  return (await field(page.getByRole('main'), form.field(id).label).count()) > 0;
}

/** Waits until a computed field of the form that is open says this. */
export async function computes(page, form, id, text) {
  await field(page.getByRole('main'), form.field(id).label).filter({ hasText: text }).waitFor();
}

/** Opens the to-do with this title. */
export async function openTask(page, title) {
  await page.goto('/desk/todo');
  await page.getByRole('list', { name: '待办' }).getByRole('link', { name: new RegExp(title) }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('region', { name: '待办处理' }).waitFor();
}

/** Does the open to-do of this step, with what the step wants of the form. */
export async function finish(page, step, action, { opinion = '', values = {} } = {}) {
  const box = page.getByRole('region', { name: '待办处理' });
  await box.getByRole('heading', { name: step.label }).waitFor();
  if (Object.keys(values).length > 0) {
    const edit = page.getByRole('button', { name: '编辑' });
    const save = page.getByRole('button', { name: '保存' });
    await edit.or(save).first().waitFor();
    if (await edit.isVisible()) await edit.click();
    await fill(page, page.getByRole('main'), step.form, values);
  }
  if (opinion !== '') await box.getByLabel('填写意见').fill(opinion);
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().endsWith('/act'));
  await box.getByRole('button', { name: action }).click();
  const answer = await answered;
  if (!answer.ok()) throw new Error(`${step.label} · ${action}: ${answer.status()} ${await answer.text()}`);
}

/** Tries to finish the step that is open without what it wants: the form opens with these fields marked. */
export async function refusedFor(page, step, action, fields) {
  await page.getByRole('region', { name: '待办处理' }).getByRole('button', { name: action }).click();
  for (const id of fields) await page.getByRole('main').getByRole('alert').filter({ hasText: step.form.field(id).label }).waitFor();
}

/** Opens the to-do and does it. */
export async function work(page, title, step, action, more) {
  await openTask(page, title);
  await finish(page, step, action, more);
}

/** Looks at a record: its state, and the steps that the trace tells. */
export async function follow(page, address, state, steps = []) {
  await page.goto(address);
  await page.getByText(state).filter({ visible: true }).first().waitFor();
  const tab = page.getByRole('tab', { name: '流程' });
  await tab.click();
  const trace = page.getByRole('tabpanel', { name: '流程' });
  for (const step of steps) await trace.getByText(step.label, { exact: true }).first().waitFor();
}

/** The number that a card of a dashboard shows. */
export async function figure(page, dashboard, report) {
  await page.goto(dashboard.path);
  const shown = page.getByRole('region', { name: report }).getByText(/^[\d,.]+$/).first();
  await shown.waitFor();
  return Number((await shown.textContent()).replaceAll(',', ''));
}
