import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listIn, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { Engine } from '@/engine/engine';
import { freshObject } from '@/features/build/fresh';
import { begunAnew, callsAnother, copyOf, missingIn } from '@/features/flow-designer/templates/begin';
import { beginningAnswers, everywhere, fieldsFor, filled, holderOf, isBare, templates, unanswered, type Ask } from '@/features/flow-designer/templates/template';
import { textOf } from '@/i18n';

const label = (zh: string, en: string): Json => ({ 'zh-CN': zh, en });

const form: Json = {
  format: 1,
  id: 'request',
  label: label('申请', 'Request'),
  title_field: 'subject',
  fields: [
    { id: 'subject', kind: 'text', label: label('事由', 'Subject'), required: true },
    { id: 'amount', kind: 'money', label: label('金额', 'Amount') },
    { id: 'who', kind: 'member', label: label('经办人', 'Who') },
    { id: 'group', kind: 'members', label: label('小组', 'Group') },
  ],
};

const calendar: Json = { format: 1, id: 'work', label: label('工作日历', 'Calendar'), ...freshObject('calendar', { id: 'work', label: {}, form: '' }, () => ({})) };

/** A small app: one form, one role, and the flow in question. */
function filesWith(flow: Json, hasCalendar = false): Json {
  return {
    'app.json': { format: 1, id: 'small', label: label('小应用', 'Small'), version: '1.0.0', languages: ['zh-CN', 'en'], ...(hasCalendar ? { calendar: 'work' } : {}) },
    'forms/request.json': form,
    'roles/team.json': { format: 1, id: 'team', label: label('小组', 'Team'), grants: [{ form: 'request', actions: ['read', 'create', 'update'], rows: 'all' }] },
    [`flows/${textIn(flow, 'id') ?? ''}.json`]: flow,
    ...(hasCalendar ? { 'calendars/work.json': calendar } : {}),
  };
}

const over = (part: Json): Json => ({ format: 1, id: 'flow', label: label('流程', 'Flow'), form: 'request', ...part });

/** Every answer that a question takes, one after the other. */
function choicesOf(ask: Ask): readonly unknown[] {
  if (ask.kind === 'number') return [ask.begin];
  if (ask.kind === 'field') return fieldsFor(form, ask.of).map((field) => field['id']);
  return ['role:team', 'field:group', ...everywhere.filter(({ several }) => several || !ask.several).map(({ value }) => value)];
}

describe('templates of flows', () => {
  test('each has its own id and its words in both languages', () => {
    expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
    const labels = templates.flatMap((template) => [template.label, template.help, ...template.asks.map((ask) => ask.label)]);
    expect(labels.filter((one) => textOf(one, 'zh-CN') === '' || textOf(one, 'en') === '' || textOf(one, 'zh-CN') === textOf(one, 'en'))).toEqual([]);
  });

  test('fields are offered that can be what is asked for', () => {
    expect(fieldsFor(form, 'amount').map(({ id }) => id)).toEqual(['amount']);
    expect(fieldsFor(form, 'person').map(({ id }) => id)).toEqual(['who', 'group']);
    const byAmount = templates.find(({ id }) => id === 'by_amount');
    expect(beginningAnswers(byAmount?.asks ?? [], form)).toMatchObject({ amount: 'amount', middle: 1000, first: 'department_head' });
    expect(beginningAnswers(byAmount?.asks ?? [], { fields: [] })['amount']).toBeUndefined();
  });

  test('a flow is bare until somebody has drawn something', () => {
    expect(isBare(freshObject('flow', { id: 'flow', label: {}, form: 'request' }, () => ({})))).toBe(true);
    expect(templates.filter(({ flow }) => isBare(flow)).map(({ id }) => id)).toEqual(['single', 'levels', 'everyone', 'anyone']);
  });

  test('put in the place of other steps, it uses no id of a step that is gone', () => {
    const before: Json = { ...over({ nodes: [{ id: 'start', kind: 'start' }, { id: 'accept', kind: 'handle', assign: [] }, { id: 'done', kind: 'end' }], edges: [] }), retired: ['work'] };
    const acceptance = templates.find(({ id }) => id === 'acceptance');
    const next = begunAnew(before, acceptance?.flow ?? {});
    expect(objectsIn(next, 'nodes').map(({ id }) => id)).toEqual(['start', 'work_2', 'accept_2', 'again', 'done']);
    expect(listIn(next, 'retired')).toEqual(['work', 'accept']);
    expect(objectsIn(next, 'edges').map(({ from, to }) => `${String(from)}>${String(to)}`)).toEqual(['start>work_2', 'work_2>accept_2', 'accept_2>done', 'accept_2>again', 'again>accept_2']);
    expect(objectsIn(next, 'nodes').find(({ id }) => id === 'again')?.['assign']).toEqual([{ by: 'did', node: 'work_2' }]);
    expect(next).toMatchObject({ id: 'flow', form: 'request', policies: { withdraw: true } });
  });
});

describe('copies of flows', () => {
  const flow: Json = {
    ...over({ nodes: [{ id: 'start', kind: 'start' }, { id: 'who', kind: 'handle', assign: [{ by: 'field', field: 'group' }], fields: { subject: 'must' } }, { id: 'by', kind: 'exclusive' }], edges: [{ id: 'e', from: 'start', to: 'who', when: '{amount} > 1' }] }),
    $schema: 'x',
    retired: ['old'],
  };

  test('have everything but the name, the form and what is gone', () => {
    expect(Object.keys(copyOf(flow))).toEqual(['nodes', 'edges']);
  });

  test('go to another form only when it has the fields that are named', () => {
    expect(missingIn(flow, form, form)).toEqual([]);
    const other: Json = { id: 'other', fields: [{ id: 'subject', kind: 'text' }, { id: 'amount', kind: 'text' }] };
    // A step may be called like a field; only the fields count.
    expect(missingIn(flow, form, other).map((one) => textOf(one, 'zh-CN'))).toEqual(['金额', '小组']);
    expect(callsAnother(flow)).toBe(false);
  });
});

const built = fileURLToPath(new URL('../../public/engine/simulator.wasm', import.meta.url));

/** The module is built by `cargo xtask wasm`; `cargo xtask test` does that first. */
describe.runIf(existsSync(built))('checked by the engine', () => {
  const engine = new Engine(new WebAssembly.Module(readFileSync(built)));
  const faults = (flow: Json, hasCalendar = false): readonly string[] => {
    const answer = engine.call({ op: 'draft', files: filesWith(flow, hasCalendar), beside: [] });
    return objectsIn(answer, 'diagnostics').map((found) => `${textIn(found, 'code') ?? ''} ${textIn(found, 'pointer') ?? ''} ${JSON.stringify(found['message'])}`);
  };

  test('a new flow is without fault before anybody changes it', () => {
    expect(faults(freshObject('flow', { id: 'flow', label: label('流程', 'Flow'), form: 'request' }, (word) => label(word, word)))).toEqual([]);
  });

  test.each(templates.map((template) => [template.id, template] as const))('«%s» is without fault, whatever is answered', (_, template) => {
    const first = Object.fromEntries(template.asks.map((ask) => [ask.id, choicesOf(ask)[0]]));
    for (const ask of template.asks) {
      for (const choice of choicesOf(ask)) {
        for (const hasCalendar of [false, true]) {
          const part = filled(template, { ...first, [ask.id]: choice }, hasCalendar);
          expect(unanswered(part)).toEqual([]);
          expect([ask.id, choice, ...faults(over(part), hasCalendar)]).toEqual([ask.id, choice]);
        }
      }
    }
  });

  test.each(templates.map((template) => [template.id, template] as const))('«%s» is without fault in the place of other steps', (_, template) => {
    const answers = Object.fromEntries(template.asks.map((ask) => [ask.id, choicesOf(ask)[0]]));
    const before = freshObject('flow', { id: 'flow', label: label('流程', 'Flow'), form: 'request' }, (word) => label(word, word));
    expect(faults(begunAnew(before, filled(template, answers, false)))).toEqual([]);
    const retired = { ...before, retired: objectsIn(template.flow, 'nodes').map(({ id }) => id).filter((id) => id !== 'start' && id !== 'check' && id !== 'done') };
    expect(faults(begunAnew(retired, filled(template, answers, false)))).toEqual([]);
  });

  test('who gets a step is somebody whom the engine knows', () => {
    expect(holderOf('head_above')).toEqual({ by: 'department_head', levels_up: 1 });
    expect(holderOf('role:team')).toEqual({ by: 'role', role: 'team' });
  });
});
