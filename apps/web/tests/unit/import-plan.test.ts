/** What is sent after somebody looked at a package: every conflict with a side, and the version that was looked at. */
import { describe, expect, it } from 'vitest';
import { lookedAtPlan, lookingPlan, sideOf, withDecisions, type Decided } from '@/features/packages/plan';
import type { Difference, Upgrade } from '@/features/packages/queries';

const said = { present: true, text: { 'zh-CN': '值' }, value: '值' };

const difference = (path: string, by: Difference['by'], taken: Difference['taken']): Difference => ({
  kind: 'form',
  id: 'request',
  label: { 'zh-CN': '申请单' },
  path,
  names: [],
  place: { 'zh-CN': path },
  by,
  taken,
  base: said,
  vendor: said,
  customer: said,
});

const [conflict, taken, kept] = [difference('/label', 'conflict', 'customer'), difference('/help', 'vendor', 'vendor'), difference('/icon', 'customer', 'customer')];
const upgrade: Upgrade = { seen: 'abc', customised: true, differences: [conflict, taken, kept], impact: [], blocked: [], steps: [], drafts: [] };
const nothing: Decided = new Map();

describe('the plan of an import', () => {
  it('says what is decided and asks about nothing else while somebody looks', () => {
    const decided = withDecisions(nothing, [taken], 'customer');
    expect(sideOf(decided, taken)).toBe('customer');
    expect(sideOf(decided, conflict)).toBe('customer');
    expect(lookingPlan(decided, false, [])).toEqual({ replace: false, decisions: [{ kind: 'form', id: 'request', path: '/help', side: 'customer' }], choices: [] });
  });

  it('says every conflict, also one that nobody touched, and what was looked at', () => {
    const decided = withDecisions(nothing, [kept], 'vendor');
    const plan = lookedAtPlan(lookingPlan(decided, false, []), upgrade, decided);
    expect(plan.seen).toBe('abc');
    expect(plan.decisions).toEqual([
      { kind: 'form', id: 'request', path: '/icon', side: 'vendor' },
      { kind: 'form', id: 'request', path: '/label', side: 'customer' },
    ]);
  });

  it('asks nothing of a new app', () => {
    const plan = lookingPlan(nothing, false, []);
    expect(lookedAtPlan(plan, null, nothing)).toEqual(plan);
  });
});
