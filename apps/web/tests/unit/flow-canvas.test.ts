import { describe, expect, test } from 'vitest';
import type { Json } from '@/api/narrow';
import { isObject } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { duplicate, edgeFor, namesIn, pack, paste, readClip } from '@/features/flow-designer/clip';
import { removeBranch, removeStep } from '@/features/flow-designer/commands';
import { compared, differing, rewound } from '@/features/flow-designer/difference';
import { addSide, connect, cutEdges, moveSteps, placesOf, takeOut, tidied, whyNoEdge } from '@/features/flow-designer/graph';
import { addKind, addLoose, addWay, mayEnd, type Around, type Words } from '@/features/flow-designer/kinds';
import { inOrder } from '@/features/flow-designer/tree';
import { sideOf } from '@/features/flow-designer/ways';
import { standing } from '@/features/flow-designer/canvas/drawn';

const words: Words = { kind: (kind) => ({ 'zh-CN': kind, en: kind }), meeting: { 'zh-CN': '汇合', en: 'Meeting' } };
const around: Around = { form: { fields: [{ id: 'lines', kind: 'table', fields: [] }] }, flows: ['audit'], forms: ['repair'] };

const flow: Json = {
  id: 'handling',
  nodes: [
    { id: 'start', kind: 'start' },
    { id: 'check', kind: 'approve', assign: [{ by: 'role', role: 'lead' }] },
    { id: 'pay', kind: 'handle', assign: [{ by: 'did', node: 'check' }], fields: { amount: 'write' } },
    { id: 'done', kind: 'end' },
  ],
  edges: [
    { id: 'e1', from: 'start', to: 'check' },
    { id: 'e2', from: 'check', to: 'pay' },
    { id: 'e3', from: 'pay', to: 'done' },
  ],
};

const node = (json: Json, id: string): Json | undefined => objectsIn(json, 'nodes').find((one) => one['id'] === id);
const lines = (json: Json): readonly string[] => objectsIn(json, 'edges').map((edge) => `${String(edge['from'])}>${String(edge['to'])}`);

describe('kinds of steps', () => {
  test('a new step begins with what the app offers, and leaves out what only a person knows', () => {
    const made = (kind: string): Json | undefined => {
      const next = addKind(flow, 'e2', kind, words, around);
      return node(next.flow, next.id);
    };
    expect(made('for_each')).toMatchObject({ over: 'lines', assign: [{ by: 'department_head' }] });
    expect(made('call')).toMatchObject({ flow: 'audit' });
    expect(made('case')).toMatchObject({ form: 'repair' });
    expect(made('message')).toMatchObject({ name: 'message' });
    expect(Object.keys(made('service') ?? {})).toEqual(['id', 'kind', 'label']);
  });

  test('ways that may be taken together meet again; behind a choice of events stand events', () => {
    const several = addKind(flow, 'e2', 'inclusive', words, around).flow;
    expect(lines(several).toSorted()).toEqual(['check>inclusive_2', 'inclusive>pay', 'inclusive_2>inclusive', 'inclusive_2>inclusive', 'pay>done', 'start>check']);
    const events = addKind(flow, 'e2', 'choice', words, around).flow;
    expect(lines(events)).toEqual(expect.arrayContaining(['choice>message', 'choice>timer', 'message>pay', 'timer>pay']));
    const more = addWay(events, 'choice', words);
    expect(lines(more)).toEqual(expect.arrayContaining(['choice>timer_2', 'timer_2>pay']));
  });

  test('a way may end only where other ways reach what follows', () => {
    expect(mayEnd(flow, 'e2')).toBe(false);
    const split = addKind(flow, 'e2', 'exclusive', words, around).flow;
    expect(mayEnd(split, 'if_exclusive')).toBe(true);
    const ended = addKind(split, 'if_exclusive', 'terminate', words, around).flow;
    expect(lines(ended)).toContain('exclusive>terminate');
    expect(lines(removeStep(ended, 'terminate'))).toContain('exclusive>done');
  });

  test('ways after a rejection or some time are drawn, and their settings go with them', () => {
    const made = addSide(flow, 'check', { kind: 'late', minutes: 60 });
    expect(node(made.flow, 'check')?.['boundary']).toEqual([{ on: { after_minutes: 60 }, edge: made.id }]);
    expect(sideOf(node(made.flow, 'check'), made.id)).toEqual({ kind: 'late', minutes: 60 });
    expect(removeBranch(made.flow, made.id)).toEqual(flow);
    const rejected = addSide(flow, 'check', { kind: 'reject' });
    expect(cutEdges(rejected.flow, [rejected.id])).toEqual(flow);
    expect(inOrder(rejected.flow)).toEqual(['start', 'check', 'pay', 'done']);
  });
});

describe('the canvas', () => {
  test('a place is kept for what was moved by hand only; tidying forgets it', () => {
    const moved = moveSteps(flow, new Map([['pay', { x: 10.4, y: 20.6 }]]));
    expect(moved['layout']).toEqual({ pay: { x: 10, y: 21 } });
    const places = standing(moved);
    expect(places.get('pay')).toEqual({ x: 10, y: 21 });
    expect(places.get('check')).toEqual(standing(flow).get('check'));
    expect(tidied(moved)).toEqual(flow);
    expect(placesOf(takeOut(moved, ['pay'])).size).toBe(0);
  });

  test('lines are drawn where they can lead, and not elsewhere', () => {
    expect(whyNoEdge(flow, 'check', 'check')).toBe('itself');
    expect(whyNoEdge(flow, 'check', 'start')).toBe('to_start');
    expect(whyNoEdge(flow, 'done', 'check')).toBe('from_end');
    expect(whyNoEdge(flow, 'check', 'pay')).toBe('twice');
    expect(whyNoEdge(flow, 'pay', 'check')).toBeNull();
    const loose = addLoose(flow, 'exclusive', { x: 5, y: 6 }, words, around);
    const one = connect(loose.flow, loose.id, 'pay');
    const two = connect(one.flow, loose.id, 'done');
    expect(objectsIn(two.flow, 'edges').filter((edge) => edge['from'] === loose.id)).toEqual([
      { id: one.id, from: loose.id, to: 'pay', default: true },
      { id: two.id, from: loose.id, to: 'done', when: 'TRUE' },
    ]);
  });

  test('several steps are taken out: what led to them leads to what followed', () => {
    const next = takeOut(flow, ['check', 'pay', 'start']);
    expect(lines(next)).toEqual(['start>done']);
    expect(next['retired']).toEqual(['check', 'pay']);
  });
});

describe('copies of blocks', () => {
  const clip = pack('app', flow, ['check', 'pay', 'start'], false);

  test('a copy goes through the clipboard as text; other texts are none', () => {
    expect(clip).not.toBeNull();
    expect(readClip(JSON.stringify(clip))).toEqual(clip);
    expect(readClip('{"mortise":"form-parts"}')).toBeNull();
    expect(readClip('"flow-steps"')).toBeNull();
    expect(pack('app', flow, ['start'], false)).toBeNull();
  });

  test('put on a line, it leads in and on; ids and what names them are new', () => {
    if (clip === null) throw new Error('nothing was copied');
    const { flow: next, ids } = paste(flow, clip, 'e3');
    expect(ids).toEqual(['check_2', 'pay_2']);
    expect(lines(next).toSorted()).toEqual(['check>pay', 'check_2>pay_2', 'pay>check_2', 'pay_2>done', 'start>check']);
    expect(node(next, 'pay_2')?.['assign']).toEqual([{ by: 'did', node: 'check_2' }]);
  });

  test('ways after a rejection keep their settings under their new names', () => {
    const side = addSide(flow, 'check', { kind: 'reject' });
    const made = duplicate('app', side.flow, ['check']);
    const copy = made?.ids[0] ?? '';
    const rejected = isObject(node(made?.flow ?? {}, copy)?.['on_reject']) ? node(made?.flow ?? {}, copy)?.['on_reject'] : null;
    expect(rejected).toEqual({ edge: 'reject_check_2' });
    expect(lines(made?.flow ?? {})).toContain(`${copy}>pay`);
  });

  test('cut and put into its own flow again, a block is moved and keeps its ids', () => {
    const cut = pack('app', flow, ['check'], true);
    if (cut === null) throw new Error('nothing was cut');
    const { flow: next, ids } = paste(flow, cut, 'e3');
    expect(ids).toEqual(['check']);
    expect(lines(next).toSorted()).toEqual(['check>done', 'pay>check', 'start>pay']);
    expect(next['retired']).toBeUndefined();
  });

  test('it says which roles and fields it names', () => {
    const names = namesIn(objectsIn(flow, 'nodes'));
    expect([...(names.get('role') ?? [])]).toEqual(['lead']);
    expect([...(names.get('field') ?? [])]).toEqual(['amount']);
    expect(edgeFor(flow, { type: 'node', id: 'check' })).toBe('e2');
  });
});

describe('differences of versions', () => {
  const before: Json = { ...flow, label: 'Handling' };
  const split = addKind(removeStep(before, 'pay'), 'e2', 'exclusive', words, around).flow;
  const after: Json = { ...split, nodes: objectsIn(split, 'nodes').map((one) => (one['id'] === 'check' ? { ...one, label: 'Checked twice', assign: [{ by: 'starter' }] } : one)) };

  test('what was added, taken out and changed is told in one drawing', () => {
    const both = compared(before, after);
    expect(Object.fromEntries(both.nodes)).toEqual({ check: 'changed', pay: 'removed', exclusive: 'added' });
    expect(both.edges.get('e3')).toBe('removed');
    expect(objectsIn(both.flow, 'nodes').map((one) => one['id'])).toEqual(['start', 'check', 'done', 'exclusive', 'pay']);
    expect(both.properties.map((one) => one.path)).toContain('/nodes/check/assign');
  });

  test('a definition goes back over its differences', () => {
    const sorted = (json: unknown): unknown => (Array.isArray(json) ? json.map(sorted).toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)) : isObject(json) ? Object.fromEntries(Object.entries(json).toSorted().map(([key, value]) => [key, sorted(value)])) : json);
    expect(sorted(rewound(after, differing(before, after)))).toEqual(sorted(before));
    const order = { path: '/edges/#order', names: ['', ''], before: ['e3', 'e1', 'e2'], after: ['e1', 'e2', 'e3'] };
    expect(objectsIn(rewound(flow, [order]), 'edges').map((edge) => edge['id'])).toEqual(['e3', 'e1', 'e2']);
  });

  test('moving steps on the canvas is no difference of steps', () => {
    expect(compared(before, moveSteps(before, new Map([['pay', { x: 1, y: 2 }]]))).properties).toEqual([]);
  });
});
