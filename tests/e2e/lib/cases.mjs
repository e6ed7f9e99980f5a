/** A package whose flow allows nearly everything that can be done with a running case. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../../lib/server.mjs';

const label = (zh, en) => ({ 'zh-CN': zh, en });

const request = {
  format: 1,
  id: 'request',
  label: label('用款申请', 'Payment request'),
  title_field: 'subject',
  fields: [
    { id: 'subject', kind: 'text', label: label('事由', 'Subject'), required: true },
    { id: 'amount', kind: 'number', label: label('金额', 'Amount'), scale: 0 },
    { id: 'checkers', kind: 'members', label: label('核对人', 'Checkers') },
    { id: 'sign', kind: 'signature', label: label('签收签名', 'Signature') },
  ],
};

const operations = ['transfer', 'return', 'return_to_step', 'delegate', 'add_sign', 'remove_sign', 'take_back'];

const flow = {
  format: 1,
  id: 'payment',
  label: label('用款审批', 'Approval of a payment'),
  form: 'request',
  policies: { withdraw: true, after_return: 'choose' },
  nodes: [
    { id: 'start', kind: 'start', label: label('填单', 'Filed') },
    { id: 'by_amount', kind: 'exclusive', label: label('按金额', 'By amount') },
    {
      id: 'director',
      kind: 'approve',
      label: label('总监审批', 'Director'),
      assign: [{ by: 'role', role: 'director' }],
      operations,
      opinion_on_reject: true,
    },
    {
      id: 'review',
      kind: 'approve',
      label: label('组长审核', 'Review'),
      assign: [{ by: 'role', role: 'lead' }],
      operations,
      opinion_on_reject: true,
      deadline: { within: { amount: 8, unit: 'hours', time: 'wall' }, warn_at: [50, 80] },
    },
    { id: 'count', kind: 'for_each', label: label('逐人核对', 'Each checker'), over: 'checkers', assign: [{ by: 'row' }] },
    { id: 'sign_off', kind: 'handle', label: label('签收', 'Sign off'), assign: [{ by: 'starter' }], fields: { sign: 'must' } },
    { id: 'end', kind: 'end', label: label('结束', 'End') },
  ],
  edges: [
    { id: 'filed', from: 'start', to: 'by_amount' },
    { id: 'large', from: 'by_amount', to: 'director', label: label('大额', 'Large'), when: '{amount} > 1000' },
    { id: 'small', from: 'by_amount', to: 'review', label: label('小额', 'Small'), default: true },
    { id: 'large_done', from: 'director', to: 'count' },
    { id: 'small_done', from: 'review', to: 'count' },
    { id: 'counted', from: 'count', to: 'sign_off' },
    { id: 'signed', from: 'sign_off', to: 'end' },
  ],
};

/** Writes the package into a folder of its own. */
export function casesPackage() {
  const folder = scratch('cases');
  const write = (path, content) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), `${JSON.stringify(content, null, 2)}\n`);
  };
  const role = (id, name, actions, rows, build = false) => write(`roles/${id}.json`, { format: 1, id, label: name, grants: [{ form: 'request', actions, rows }], ...(build ? { build } : {}) });
  write('app.json', { format: 1, id: 'payments', label: label('用款', 'Payments'), version: '1.0.0', languages: ['zh-CN', 'en'] });
  write('forms/request.json', request);
  write('flows/payment.json', flow);
  role('staff', label('员工', 'Staff'), ['create', 'read', 'update'], 'own');
  role('lead', label('组长', 'Lead'), ['read'], 'involved');
  role('director', label('总监', 'Director'), ['read'], 'involved');
  role('owner', label('流程管理员', 'Owner'), ['read', 'update'], 'all', true);
  write('menus/main.json', { format: 1, id: 'main', label: label('主菜单', 'Main menu'), items: [{ kind: 'form', form: 'request' }] });
  return folder;
}
