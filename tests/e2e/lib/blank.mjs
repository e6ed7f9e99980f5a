/** A package with one form in which nothing stands yet, who may build it and who may file it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../lib/server.mjs';

const label = (zh, en) => ({ 'zh-CN': zh, en });

/** Writes the package into a folder of its own; `forms` stand beside the blank one, `flows` run over them, `roles` are there beside the two. */
export function blankPackage(forms = [], { flows = [], roles = [] } = {}) {
  const folder = scratch('blank');
  const names = ['request', ...forms.map(({ id }) => id)];
  const write = (path, content) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `${JSON.stringify(content, null, 2)}\n`);
  };
  const grants = (actions) => names.map((form) => ({ form, actions, rows: 'all' }));
  write('app.json', { format: 1, id: 'blank', label: label('空白应用', 'Blank app'), version: '1.0.0', languages: ['zh-CN', 'en'] });
  write('forms/request.json', { format: 1, id: 'request', label: label('申请单', 'Request'), fields: [] });
  for (const form of forms) write(`forms/${form.id}.json`, { format: 1, ...form });
  for (const flow of flows) write(`flows/${flow.id}.json`, flow);
  write('roles/builder.json', { format: 1, id: 'builder', label: label('搭建者', 'Builder'), build: true, grants: grants(['read', 'create', 'update', 'delete']) });
  write('roles/staff.json', { format: 1, id: 'staff', label: label('员工', 'Staff'), grants: grants(['read', 'create', 'update']) });
  for (const { id, name, actions, rows } of roles) write(`roles/${id}.json`, { format: 1, id, label: name, grants: forms.map((form) => ({ form: form.id, actions, rows })) });
  write('menus/main.json', { format: 1, id: 'main', label: label('主菜单', 'Main menu'), items: names.map((form) => ({ kind: 'form', form })) });
  return folder;
}

/** A form of many fields, in sections of fifty. */
export function largeForm(id, count) {
  const kinds = ['text', 'number', 'date', 'textarea', 'mobile', 'switch'];
  const fields = Array.from({ length: count }, (_, at) => ({ id: `f${at}`, kind: kinds[at % kinds.length], label: label(`字段 ${at}`, `Field ${at}`) }));
  const sections = Array.from({ length: Math.ceil(count / 50) }, (_, at) => ({
    kind: 'section',
    id: `s${at}`,
    label: label(`第 ${at + 1} 组`, `Section ${at + 1}`),
    children: fields.slice(at * 50, at * 50 + 50).map((field) => ({ kind: 'field', field: field.id })),
  }));
  return { id, label: label('大表单', 'Large form'), fields, layouts: [{ id: 'desktop', kind: 'desktop', children: sections }] };
}
