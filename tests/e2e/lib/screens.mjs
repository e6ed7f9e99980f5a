/** Every screen of the product: where it is, and how it comes to show what is looked at. */

import { join } from 'node:path';
import { root } from '../../lib/server.mjs';

const workbook = join(root, 'tests/fixtures/workbooks/register-english.xlsx');

/** A press on a button by the words of the app. */
const press = (...keys) => async (page, { t }) => {
  for (const key of keys) await page.getByRole('button', { name: t(key), exact: true }).filter({ visible: true }).first().click();
};

/** Waits for the dialog that the action before opens. */
const opened = (action) => async (page, words) => {
  await action(page, words);
  await page.getByRole('dialog').filter({ visible: true }).first().waitFor();
};

/** A workbook is chosen and what was recognised is there. */
const reviewed = async (page) => {
  await page.locator('input[type=file]').setInputFiles(workbook);
  await page.getByRole('main').getByRole('table').waitFor();
};

const key = (name) => async (page) => page.keyboard.press(name);

const tab = (name) => async (page, { t }) => page.getByRole('tab', { name: t(name) }).first().click();

/** The screens of a signed-in person. `form`, `record` … come from the case that was made for the walk. */
export function screensOf({ app, form, record, dashboard, flow, step, rule, field }) {
  const build = `/build/${app}`;
  return [
    { name: 'desk-todo', path: '/desk/todo' },
    { name: 'desk-todo-open', path: '/desk/todo', act: async (page) => page.getByRole('main').getByRole('listitem').getByRole('link').first().click(), only: 'desk' },
    { name: 'desk-done', path: '/desk/done' },
    { name: 'desk-started', path: '/desk/started' },
    { name: 'desk-cc', path: '/desk/cc' },
    { name: 'list', path: form },
    { name: 'list-filter', path: form, act: press('filters.add') },
    { name: 'list-builder', path: `${form}?view=all`, act: opened(press('filters.groups')) },
    { name: 'list-groups', path: `${form}?view=all&groups=priority,_created_at:month&totals=wish_amount:sum,severity:average&frozen=2&columns=no,title,customer,wish_amount,severity,_created_at` },
    { name: 'list-arrange', path: `${form}?view=all&groups=_created_at:month&totals=wish_amount:sum`, act: press('views.arrange'), only: 'desk' },
    { name: 'list-bulk', path: `${form}?view=all`, act: async (page, { t }) => page.getByLabel(t('views.choose_all')).check(), only: 'desk' },
    { name: 'list-menu', path: `${form}?view=all`, act: async (page, { t }) => page.getByRole('button', { name: new RegExp(t('views.menu', { name: '.*' })) }).click() },
    { name: 'list-board', path: `${form}?view=board` },
    { name: 'list-calendar', path: `${form}?view=due_days` },
    { name: 'list-week', path: `${form}?view=due_days&span=week` },
    { name: 'list-gallery', path: `${form}?view=photos` },
    { name: 'list-tree', path: `${form}?view=repeats`, act: async (page) => page.getByRole('main').getByRole('button', { expanded: false }).first().click() },
    { name: 'list-empty', path: `${form}?q=${encodeURIComponent('zzzz')}` },
    { name: 'imports', path: `${form}/imports` },
    { name: 'new', path: `${form}/new` },
    { name: 'new-faults', path: `${form}/new`, act: press('action.submit') },
    { name: 'record', path: record },
    { name: 'record-trail', path: record, act: tab('records.trail') },
    { name: 'record-flow', path: record, act: tab('records.flow') },
    { name: 'record-diagram', path: record, act: opened(async (page, words) => { await tab('records.flow')(page, words); await press('records.diagram.open')(page, words); }) },
    { name: 'record-edit', path: record, act: press('action.edit') },
    { name: 'print', path: record, act: opened(press('action.print')), settle: 'paper' },
    { name: 'dashboard', path: dashboard },
    { name: 'messages', path: '/messages' },
    { name: 'me', path: '/me' },
    { name: 'absence-new', path: '/me', act: opened(press('absences.new')) },
    { name: 'absences', path: '/admin/absences' },
    { name: 'palette', path: '/desk/todo', act: opened(key('Control+k')) },
    { name: 'shortcuts', path: '/desk/todo', act: opened(key('?')), only: 'desk' },
    { name: 'packages', path: '/admin/packages' },
    { name: 'app-new', path: '/admin/packages', act: opened(press('packages.new_app')) },
    { name: 'workbook', path: '/admin/packages/from-workbook' },
    { name: 'workbook-review', path: '/admin/packages/from-workbook', act: reviewed },
    { name: 'users', path: '/admin/users' },
    { name: 'user-new', path: '/admin/users', act: opened(press('administration.new_user')) },
    { name: 'departments', path: '/admin/departments', act: async (page) => page.getByRole('treeitem').first().click() },
    { name: 'roles', path: '/admin/roles' },
    { name: 'outbox', path: '/admin/outbox' },
    { name: 'audit', path: '/admin/audit' },
    { name: 'build', path: build },
    { name: 'form-designer', path: `${build}/form/${form.split('/').at(-1)}`, act: async (page) => page.getByRole('main').getByRole('button', { name: field }).first().click() },
    { name: 'flow-designer', path: `${build}/flow/${flow}`, act: async (page) => page.getByRole('main').getByRole('button', { name: step }).first().click() },
    { name: 'flow-times', path: `${build}/flow-times/${flow}` },
    { name: 'rule-designer', path: `${build}/rule/${rule}` },
    { name: 'build-graph', path: `${build}?as=graph` },
    { name: 'build-new', path: build, act: opened(async (page, { t }) => page.getByRole('button', { name: t('build.new_object', { kind: t('build.kinds.report') }) }).click()) },
    { name: 'build-app', path: `${build}/app/app` },
    { name: 'build-menu', path: `${build}/menu/main` },
    { name: 'build-role', path: `${build}/role/agent` },
    { name: 'build-dictionary', path: `${build}/dictionary/category` },
    { name: 'build-report', path: `${build}/report/by_category` },
    { name: 'build-print', path: `${build}/print/acceptance_receipt` },
    { name: 'build-calendar', path: `${build}/calendar/china`, act: async (page) => page.locator('[data-date$="-10-01"]').click() },
    { name: 'build-calendar-import', path: `${build}/calendar/china`, act: opened(press('calendars.import')) },
    { name: 'publish', path: build, act: opened(press('build.publish')) },
    { name: 'versions', path: build, act: opened(press('build.versions')) },
    { name: 'nowhere', path: '/nowhere' },
  ];
}

/** The screens of somebody who has not signed in. */
export function publicScreensOf({ portal, progress }) {
  return [
    { name: 'sign-in', path: '/desk/todo' },
    { name: 'portal', path: portal },
    { name: 'portal-faults', path: portal, act: press('action.submit') },
    { name: 'progress', path: progress },
    { name: 'portal-nowhere', path: '/p/nothing/here' },
  ];
}
