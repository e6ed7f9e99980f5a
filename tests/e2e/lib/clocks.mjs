/** A package whose flow has clocks over several steps. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../lib/server.mjs';

const label = (zh, en) => ({ 'zh-CN': zh, en });
const hours = (amount) => ({ amount, unit: 'hours', time: 'wall' });

const repair = {
  format: 1,
  id: 'repair',
  label: label('报修', 'Repair'),
  title_field: 'subject',
  fields: [
    { id: 'subject', kind: 'text', label: label('故障', 'Fault'), required: true },
    { id: 'waiting', kind: 'switch', label: label('等待客户', 'Waiting for the customer') },
  ],
};

const flow = {
  format: 1,
  id: 'mending',
  label: label('维修', 'Mending'),
  form: 'repair',
  clocks: [
    {
      id: 'resolve',
      label: label('修好', 'Mended'),
      within: hours(24),
      warn_at: [50],
      pause: [{ label: label('等待客户', 'Waiting for the customer'), while: { when: '{waiting}' } }],
      levels: [{ percent: 100, to: [{ by: 'role', role: 'lead' }] }],
    },
    { id: 'look', label: label('首次查看', 'First look'), within: hours(2), stop: [{ left: 'look' }] },
    { id: 'return', label: label('送还', 'Given back'), start: [{ entered: 'give' }], within: hours(4) },
  ],
  nodes: [
    { id: 'start', kind: 'start', label: label('填单', 'Filed') },
    { id: 'look', kind: 'handle', label: label('查看', 'Look'), assign: [{ by: 'role', role: 'lead' }] },
    { id: 'mend', kind: 'handle', label: label('维修', 'Mend'), assign: [{ by: 'role', role: 'lead' }] },
    { id: 'give', kind: 'handle', label: label('送还', 'Give back'), assign: [{ by: 'role', role: 'lead' }] },
    { id: 'end', kind: 'end', label: label('结束', 'End') },
  ],
  edges: [
    { id: 'e1', from: 'start', to: 'look' },
    { id: 'e2', from: 'look', to: 'mend' },
    { id: 'e3', from: 'mend', to: 'give' },
    { id: 'e4', from: 'give', to: 'end' },
  ],
};

/** Writes the package into a folder of its own. */
export function clocksPackage() {
  const folder = scratch('clocks');
  const write = (path, content) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `${JSON.stringify(content, null, 2)}\n`);
  };
  const role = (id, name, build) => write(`roles/${id}.json`, { format: 1, id, label: name, grants: [{ form: 'repair', actions: ['create', 'read', 'update'], rows: 'all' }], ...(build ? { build } : {}) });
  write('app.json', { format: 1, id: 'repairs', label: label('维修台', 'Repairs'), version: '1.0.0', languages: ['zh-CN', 'en'] });
  write('forms/repair.json', repair);
  write('flows/mending.json', flow);
  role('lead', label('组长', 'Lead'), false);
  role('owner', label('管理员', 'Owner'), true);
  write('menus/main.json', { format: 1, id: 'main', label: label('主菜单', 'Main menu'), items: [{ kind: 'form', form: 'repair' }] });
  return folder;
}
