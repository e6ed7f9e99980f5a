import { describe, expect, it } from 'vitest';
import type { Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { addBranch, addBranches, addMerge, addParallel, addStep, leadTo } from '@/features/flow-designer/commands';
import type { BuildObject } from '@/features/build';
import { branchesOf, marksOf } from '@/features/flow-designer/marks';
import { beginningOf } from '@/features/flow-designer/simulation/beginning';
import { castOf, exampleCast, mayCreate, nextMorning, scenarioOf } from '@/features/flow-designer/simulation/cast';
import { treeOf, type Step } from '@/features/flow-designer/tree';

/** The tree in one line: branches in brackets. */
function shape(steps: readonly Step[]): string {
  const of = (step: Step): string => (step.type === 'branches' ? `${step.id}(${step.branches.map((branch) => shape(branch.steps)).join('|')})` : step.id);
  return steps.map(of).join(' ');
}

describe('drawing branches', () => {
  const simple: Json = {
    nodes: [{ id: 'start', kind: 'start' }, { id: 'done', kind: 'end' }],
    edges: [{ id: 'e1', from: 'start', to: 'done' }],
  };

  it('lets a case go two ways at once, which meet again', () => {
    const { flow: next, id } = addParallel(simple, 'e1', {}, {});
    expect(shape(treeOf(next))).toBe('start parallel(|) parallel_2 done');
    const third = addBranch(next, id, 'TRUE');
    expect(shape(treeOf(third))).toBe('start parallel(||) parallel_2 done');
    expect(objectsIn(third, 'edges').every((edge) => edge['when'] === undefined)).toBe(true);
  });

  it('leads one more branch to where the others meet, not into one of them', () => {
    const { flow: split, id } = addBranches(simple, 'e1', {}, 'TRUE');
    const otherwise = objectsIn(split, 'edges').find((edge) => edge['default'] === true);
    const { flow: filled } = addStep(split, String(otherwise?.['id']), 'handle', {}, {});
    expect(shape(treeOf(addBranch(filled, id, 'FALSE')))).toBe('start exclusive(||handle) done');
  });

  it('puts a step behind all branches', () => {
    const { flow: split } = addBranches(simple, 'e1', {}, 'TRUE');
    const branches = treeOf(split).find((step) => step.type === 'branches');
    const into = branches?.type === 'branches' ? branches.into : [];
    expect(into).toHaveLength(2);
    const { flow: merged, onward } = addMerge(split, into, {});
    expect(shape(treeOf(merged))).toBe('start exclusive(|) exclusive_2 done');
    expect(objectsIn(merged, 'edges').filter((edge) => edge['to'] === 'done').map((edge) => edge['id'])).toEqual([onward]);
    const { flow: led, id } = addStep(split, into[0] ?? '', 'handle', {}, {});
    expect(shape(treeOf(leadTo(led, into.slice(1), id)))).toBe('start exclusive(|) handle done');
  });

  it('knows which branches were tried', () => {
    const { flow: split } = addBranches(simple, 'e1', {}, 'TRUE');
    const [first, second] = branchesOf(split).map((edge) => String(edge['id']));
    const marks = marksOf(split, { at: ['done'], passed: new Set(['start', 'done']), taken: new Set([first ?? '']) }, new Set());
    expect(marks.ways).toEqual(new Map([[first, 'run'], [second, 'never']]));
    expect(marks.nodes.get('done')).toBe('here');
    expect(marksOf(split, { at: [], passed: new Set(), taken: new Set() }, new Set([second ?? ''])).ways.get(second ?? '')).toBe('saved');
  });
});

describe('a simulation', () => {
  const roles: readonly BuildObject[] = [{ kind: 'role', id: 'desk', label: {}, state: 'published', etag: '', definition: { label: '客服', grants: [{ form: 'order', actions: ['create'] }] } }];
  const names = { head: 'H', office: 'O', team: 'T', teamHead: 'TH', administrator: 'AD', member: (role: string) => `${role}甲` };

  it('has somebody for each role, and is written as a scenario', () => {
    const cast = exampleCast(roles, names, (label) => (typeof label === 'string' ? label : ''));
    const [desk] = cast.people;
    expect(desk).toEqual({ name: '客服甲', roles: ['desk'], department: 'T' });
    expect(cast.people.map((person) => mayCreate(person, 'order', roles))).toEqual([true, false, false, false]);
    const scenario = scenarioOf({ now: '2026-03-02T01:00:00Z', cast }, [{ do: 'wait', minutes: 5 }], 'quick', 'Quick');
    expect(scenario['people']).toEqual({ 客服甲: { roles: ['desk'], department: 'T' }, H: { department: 'O' }, TH: { department: 'T' }, AD: { department: 'O', administrator: true } });
    expect(castOf(scenario)).toEqual({ people: cast.people, departments: cast.departments });
  });

  it('begins in the morning of a weekday', () => {
    expect(nextMorning(new Date('2026-03-06T05:00:00Z'))).toBe('2026-03-09T01:00:00Z');
    expect(nextMorning(new Date('2026-03-09T05:00:00Z'))).toBe('2026-03-10T01:00:00Z');
  });
});

describe('how a simulated case begins', () => {
  const flow = (start: Json): Json => ({ form: 'repair', nodes: [{ id: 'start', kind: 'start', ...start }, { id: 'done', kind: 'end' }], edges: [] });
  const create = { do: 'create', by: 'dora', form: 'repair', as: 'case', values: { what: 'lamp' } };
  const begun = (start: Json) => beginningOf(flow(start), 'fix', 'dora', { what: 'lamp' });

  it('by the creation of the record, whatever else may begin it', () => {
    expect(begun({ button: { label: 'Go' } })).toEqual({ record: 'case', steps: [create] });
  });

  it('by its button on a record that is there', () => {
    expect(begun({ not_on_create: true, button: { label: 'Go' } }).steps).toEqual([create, { do: 'start', by: 'dora', record: 'case', flow: 'fix' }]);
  });

  it('by a message that brings what was entered', () => {
    const message = { name: 'stopped', values: [{ field: 'what', from: 'alarm' }, { field: 'machine', from: 'machine' }] };
    expect(begun({ not_on_create: true, message }).steps).toEqual([{ do: 'message', record: 'case', name: 'stopped', values: { alarm: 'lamp' } }]);
  });

  it('when its time comes: on the record, or on a new one that is named after the flow', () => {
    const recurrence = { every: 'day', at: ['08:00'] };
    expect(begun({ not_on_create: true, schedule: { recurrence } })).toEqual({ record: 'fix', steps: [{ do: 'wait', minutes: 0 }] });
    expect(begun({ not_on_create: true, schedule: { recurrence, records: { field: 'what', op: 'not_blank' } } }).steps).toEqual([create]);
  });
});
