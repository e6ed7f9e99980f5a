// A server with made-up answers, for looking at the pages while nothing else runs: node tests/mock/server.mjs <package folder>
// It serves dist/ and answers the API from the definitions of a package, with records invented from the kinds of fields.
import { createReadStream, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL(process.env.DIST ?? '../../dist', import.meta.url));
const folder = process.argv[2];
const port = Number(process.env.PORT ?? 8099);

const json = (path) => {
  const { $schema: _schema, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  return rest;
};
const all = (kind) => (existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)).map((name) => json(join(folder, kind, name))) : []);
const app = json(join(folder, 'app.json'));
const forms = all('forms');
const dictionaries = all('dictionaries');
const dashboards = all('dashboards');
const reports = all('reports');
const menu = all('menus')[0] ?? { items: forms.map((form) => ({ kind: 'form', form: form.id })) };
const people = ['王小明', '李娜', '陈建国', '赵敏', '欧阳修远', '㛃䶮'].map((name, index) => ({ id: `0190a0b0-0000-7000-8000-00000000000${index}`, name }));
const words = ['华东仓库发货延迟', '屏幕边缘有划痕，要求更换', '发票抬头有误', '安装预约未到', '按键失灵，开机后无反应', '包装破损，配件缺失，客户要求当天答复并补发全部配件到新的地址'];
const now = Date.now();
const key = (index) => `0190b000-0000-7000-8000-${String(index).padStart(12, '0')}`;

const optionsOf = (field) => field.options ?? dictionaries.find((one) => one.id === field.dictionary)?.options ?? [];
const leaves = (options) => options.flatMap((option) => (option.children ? leaves(option.children) : [option.id]));

function valueOf(field, index) {
  const scale = field.scale ?? (field.kind === 'money' ? 2 : 2);
  switch (field.kind) {
    case 'text': return field.format === 'phone' ? `138001380${String(index % 90 + 10)}` : words[index % words.length].slice(0, 8);
    case 'textarea': return `${words[index % words.length]}。${words[(index + 2) % words.length]}。`;
    case 'number': return scale === 0 ? (index * 7) % 90 + 1 : ((index * 37) % 900 + 0.5).toFixed(scale);
    case 'money': return ((index * 1237) % 90000 + 12.5).toFixed(2);
    case 'date': return new Date(now - index * 86400000).toISOString().slice(0, 10);
    case 'datetime': return new Date(now - index * 7200000).toISOString();
    case 'choice': case 'cascade': { const ids = leaves(optionsOf(field)); return ids[index % ids.length] ?? null; }
    case 'multi_choice': return leaves(optionsOf(field)).slice(0, (index % 2) + 1);
    case 'switch': return index % 2 === 0;
    case 'rating': return (index % 5) + 1;
    case 'upload': return [];
    case 'relation': return field.to === 'user' ? people[index % people.length].id : key(index % 20);
    case 'sub_table': return Array.from({ length: (index % 2) + 1 }, (_, row) => ({ _id: key(row), ...Object.fromEntries(field.fields.map((one) => [one.id, valueOf(one, index + row)])) }));
    case 'auto_number': return `NO20261121-${String(index + 1).padStart(4, '0')}`;
    case 'computed': return field.result === 'text' ? '—' : ((index * 311) % 50000).toFixed(field.scale ?? 2);
    default: return null;
  }
}

const states = ['running', 'running', 'completed', 'returned', 'rejected'];
function row(form, index) {
  const values = Object.fromEntries(form.fields.map((field) => [field.id, valueOf(field, index)]));
  const system = {
    _created_at: new Date(now - index * 5400000 - 600000).toISOString(),
    _created_by: people[index % people.length].id,
    _updated_at: new Date(now - index * 3600000).toISOString(),
    _flow: states[index % states.length],
    _due: index % 5 === 2 ? null : new Date(now + (10 - index * 4) * 3600000).toISOString(),
  };
  return { id: key(index), revision: 3, title: String(values[form.title_field] ?? values[form.fields[0].id]), values: { ...values, ...system } };
}

const names = Object.fromEntries([...people.map((one) => [one.id, one.name]), ...Array.from({ length: 60 }, (_, index) => [key(index), `${words[index % words.length].slice(0, 6)} ${index}`])]);
const label = (id, fallback) => forms.find((form) => form.id === id)?.label ?? fallback;
const entry = (item) => {
  if (item.kind === 'group') return { ...item, items: item.items.map(entry) };
  if (item.kind === 'form') return { ...item, label: label(item.form, item.form), icon: forms.find((form) => form.id === item.form)?.icon ?? '', may_create: true };
  return { ...item, label: dashboards.find((one) => one.id === item.dashboard)?.label ?? item.dashboard };
};
const person = (index) => ({ id: people[index].id, name: people[index].name });
const card = (index, state) => {
  const form = forms.find((one) => one.fields.some((field) => field.kind === 'sub_table')) ?? forms[0];
  const made = row(form, index);
  return { id: key(index), app_label: app.label, form_label: form.label, link: { app: app.id, form: form.id, record: made.id }, title: made.title, node: 'n', node_label: { 'zh-CN': '主管审批', en: 'Approval' }, state, outcome: state === 'done' ? 'approve' : null, started_by: person(index % 5), created_at: made.values._created_at, due_at: new Date(now + (8 - index * 5) * 3600000).toISOString(), done_at: null, overdue: index > 2, holders: ['李娜'], actions: ['approve', 'reject', 'return', 'transfer'], fields: {}, return_to: [], after_return: 'replay', removable: [], must: [], stands_in_for: null, opinion_on_reject: true };
};

function chart(report) {
  const dims = (report.dimensions ?? []).map((one) => ({ id: one.id, label: 'D', role: 'dimension', periods: Boolean(one.grain) }));
  const measures = report.measures.map((one) => ({ id: one.id, label: one.label['zh-CN'] ?? one.id, role: 'measure', format: one.format ?? 'number', periods: false }));
  const groups = ['一月', '二月', '三月', '四月', '五月', '六月'];
  const cell = (value) => ({ value, text: value.toLocaleString('zh-CN') });
  const rows = dims.length === 0 ? [] : groups.flatMap((name, at) => (dims.length > 1 ? ['甲', '乙'] : ['']).map((second, other) => ({ cells: [{ value: name, text: name }, ...(dims.length > 1 ? [{ value: second, text: second }] : []), ...measures.map((_, m) => cell(40 + at * 17 - other * 13 + m * 5))] })));
  return { kind: report.chart.kind, settings: report.chart, columns: [...dims, ...measures], rows, totals: measures.map(() => cell(312)), comparison: report.chart.compare ? { before: cell(289), change: { value: '0.08', text: '+8.0%' } } : undefined, cut: false, time_zone: 'Asia/Shanghai', as_of: new Date(now).toISOString() };
}

const rights = (form) => Object.fromEntries(form.fields.map((field) => [field.id, 'write']));
const routes = [
  ['GET', /^\/api\/session$/, () => ({ person: { id: people[0].id, login: 'wang', name: '王小明', departments: [], administrator: true, must_change_password: false, locale: 'zh-CN' }, csrf: 'x', setup_needed: false, product_version: '0.1.0' })],
  ['GET', /^\/api\/apps$/, () => ({ apps: [{ id: app.id, label: app.label, description: '', icon: app.icon ?? '', package_version: '1', version: 'h', may_build: true, menu: menu.items.map(entry) }] })],
  ['GET', /^\/api\/tasks\/counts$/, () => ({ todo: 12, overdue: 2, cc_unread: 3, messages_unread: 5 })],
  ['GET', /^\/api\/tasks\/choices$/, () => ({ steps: [], starters: [] })],
  ['GET', /^\/api\/absences$/, () => ({ absences: [] })],
  ['GET', /^\/api\/tasks$/, () => ({ tasks: Array.from({ length: 8 }, (_, index) => card(index, 'open')), next: null })],
  ['GET', /^\/api\/messages$/, () => ({ messages: words.map((subject, index) => ({ id: key(index), at: new Date(now - index * 4e6).toISOString(), subject, body: words[(index + 1) % words.length], read: index > 2, link: null })), next: null })],
  ['GET', /^\/api\/people/, () => ({ people })],
  ['GET', /^\/api\/apps\/[^/]+\/dashboards\/(\w+)$/, (_, id) => { const one = dashboards.find((d) => d.id === id); return { id, label: one.label, widgets: one.widgets.map((w) => { const report = reports.find((r) => r.id === w.report); return { ...w, label: w.label ?? report.label, help: report.help ?? '', chart: report.chart.kind }; }) }; }],
  ['POST', /^\/api\/apps\/[^/]+\/reports\/(\w+)\/run$/, (_, id) => ({ report: id, chart: chart(reports.find((r) => r.id === id)) })],
  ['GET', /^\/api\/apps\/[^/]+\/forms\/(\w+)$/, (_, id) => { const form = forms.find((one) => one.id === id); return { app: app.id, version: 'h', bundle: { form, dictionaries, forms: forms.filter((one) => one.id !== id), currency: 'CNY', zone: { name: 'Asia/Shanghai', first_offset: 28800, transitions: [] } }, actions: ['read', 'create', 'update', 'delete', 'export', 'print', 'comment'], rights: { read: rights(form), create: rights(form), update: rights(form) }, prints: all('prints').filter((one) => one.form === id).map((one) => ({ id: one.id, label: one.label })), reasons: [], has_flow: true }; }],
  ['POST', /records\/query$/, (path) => { const form = forms.find((one) => path.includes(`/forms/${one.id}/`)); return { rows: Array.from({ length: 40 }, (_, index) => row(form, index)), next: 'x', names }; }],
  ['POST', /records\/count$/, () => ({ count: 1234 })],
  ['POST', /lookup$/, () => ({ options: people.map((one) => ({ id: one.id, label: one.name, hint: '质量部', values: {} })) })],
  ['GET', /records\/[^/]+\/flow$/, (path) => ({ case: 'c2', cases: [{ id: 'c2', flow: 'f', label: { 'zh-CN': '处理流程', en: 'Flow' }, state: 'running', started_at: new Date(now - 9e6).toISOString(), ended_at: null }, { id: 'c1', flow: 'f', label: { 'zh-CN': '处理流程', en: 'Flow' }, state: 'completed', started_at: new Date(now - 9e8).toISOString(), ended_at: new Date(now - 6e8).toISOString() }], flow: 'f', label: { 'zh-CN': '处理流程', en: 'Flow' }, version: 'h', state: 'running', pinned_to_older: false, entries: [{ at: new Date(now - 9e6).toISOString(), node: 's', node_label: { 'zh-CN': '提交', en: 'Submit' }, what: 'started', by: null, by_name: '王小明', to: [], opinion: null }, { at: new Date(now - 6e6).toISOString(), node: 'a', node_label: { 'zh-CN': '主管审批', en: 'Approval' }, what: 'approve', by: null, by_name: '李娜', to: [], opinion: '情况属实，同意按方案处理。' }], open: [card(1, 'open')], mine: path.includes('0') ? card(0, 'open') : null, deadlines: [], offers: [{ action: 'urge', node: null, node_label: '', to: [] }, { action: 'withdraw', node: null, node_label: '', to: [] }], nodes: [], edges: [], branches: [] })],
  ['GET', /records\/[^/]+\/history$/, (path) => { const form = forms.find((one) => path.includes(`/forms/${one.id}/`)); const changed = form.fields.filter((field) => ['choice', 'text', 'money'].includes(field.kind)).slice(0, 3); return { entries: [{ revision: 2, at: new Date(now - 3e6).toISOString(), by: person(1), by_name: '李娜', through: 'update', changes: changed.map((field) => ({ field: field.id, label: field.label, from: valueOf(field, 0), to: valueOf(field, 1) })) }, { revision: 1, at: new Date(now - 9e6).toISOString(), by: person(0), by_name: '王小明', through: 'create', changes: [] }] }; }],
  ['GET', /records\/[^/]+\/comments$/, () => ({ comments: [{ id: 'c', at: new Date(now - 5e6).toISOString(), by: person(2), text: '已电话联系客户，约定明天上门。' }], may_comment: true })],
  ['GET', /records\/([^/]+)$/, (path, id) => { const form = forms.find((one) => path.includes(`/forms/${one.id}/`)); return { ...row(form, Number(id.slice(-6))), app: app.id, form: form.id, names, facts: {}, writable: form.fields.filter((field) => !['computed', 'auto_number'].includes(field.kind)).map((field) => field.id), actions: ['read', 'update', 'delete', 'print', 'comment'], notes: [] }; }],
  ['POST', /records$/, (path) => { const form = forms.find((one) => path.includes(`/forms/${one.id}/`)); return { ...row(form, 0), app: app.id, form: form.id, names, facts: {}, writable: [], actions: [], notes: [] }; }],
];

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };
createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://x');
  if (pathname === '/api/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    return;
  }
  if (pathname.startsWith('/api/')) {
    const found = routes.find(([method, pattern]) => method === request.method && pattern.test(pathname));
    if (!found) {
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ status: 404, code: 'not_found', title: '没有找到', detail: pathname }));
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found[2](pathname, found[1].exec(pathname)?.[1])));
    return;
  }
  const file = join(dist, pathname);
  const path = existsSync(file) && statSync(file).isFile() ? file : join(dist, 'index.html');
  response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
  createReadStream(path).pipe(response);
}).listen(port);
