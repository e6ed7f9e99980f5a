import { expect, test } from 'vitest';
import { changedBy } from '@/features/view-editor/kinds';
import { withOrder, withShared, withUpdated } from '@/features/views/shared/model';
import { changedView, queryOf, tidied, viewOf, writeGiven, writeSearch, writeTones, type ListState } from '@/features/views/useList';
import type { Filter, View } from '@/generated/definition';
import { isObject } from '@/api/narrow';

const blank: Filter = { field: 'a', op: 'blank' };
const all: View = { id: 'all', label: '全部', columns: ['a', 'b'] };
const open: View = { id: 'open', label: { 'zh-CN': '进行中', en: 'Open' }, columns: ['a'], filter: blank };
const idsOf = (form: unknown): unknown => (isObject(form) && Array.isArray(form['views']) ? form['views'].map((view: unknown) => (isObject(view) ? view['id'] : '')) : null);

test('the first view for everybody leaves the one that was made for the form beside it', () => {
  const { form, id } = withShared({ id: 'order', fields: [] }, [all], { 'zh-CN': '我的', en: 'Mine, now' }, { ...open, id: 'my_1' });
  expect(id).toBe('mine_now');
  expect(idsOf(form)).toEqual(['all', 'mine_now']);
});

test('an id is taken once, whoever wrote it into the draft', () => {
  const draft = { id: 'order', views: [{ ...all }, { ...open }] };
  expect(withShared(draft, [all], { 'zh-CN': '进行中', en: 'Open' }, open).id).toBe('open_2');
  expect(withShared({ ...draft, retired: ['open_2'] }, [all], { 'zh-CN': '进行中', en: 'Open' }, open).id).toBe('open_3');
  expect(withShared(draft, [all], { 'zh-CN': '进行中' }, open).id).toBe('view');
});

test('only what was changed in the list goes into the draft', () => {
  // Somebody else renamed the view in the draft and added a column that this person may not see.
  const draft = { id: 'order', help: 'x', views: [{ ...open, label: '未完成', columns: ['a', 'secret'] }] };
  const form = withUpdated(draft, [open], open, tidied({ ...open, filter: { and: [blank, { field: 'b', op: 'not_blank' }] }, tones: [{ when: blank, tone: 'danger' }] }));
  expect(form).toEqual({
    id: 'order',
    help: 'x',
    views: [{ id: 'open', label: '未完成', columns: ['a', 'secret'], filter: { and: [blank, { field: 'b', op: 'not_blank' }] }, tones: [{ when: blank, tone: 'danger' }], frozen: 0 }],
  });
});

test('names and order change, and what somebody else added meanwhile stays', () => {
  const before = [{ id: 'all', label: '全部' }, { id: 'open', label: '进行中' }];
  const draft = { views: [{ ...all }, { ...open }, { ...open, id: 'newer' }] };
  expect(withOrder(draft, [], before, [{ id: 'open', label: '处理中' }])).toEqual({ views: [{ ...open, label: '处理中' }, { ...open, id: 'newer' }] });
});

const state = (view: View, own: boolean, params: URLSearchParams): ListState => ({
  views: [], view: { view, own, fault: null }, shown: changedView(view, own, params), filter: null, changed: true, detached: own || params.has('tones') || params.has('search_in'),
  search: '', sort: null, open: null, day: null, span: 'month', change: () => undefined, setFilter: () => undefined, setView: () => undefined, saved: (id) => ({ ...view, id }),
});

test('colours and searched fields stand in the address, and taking all of them away is asked, too', () => {
  const toned: View = { ...open, tones: [{ when: blank, tone: 'danger' }], search: ['a'] };
  const params = new URLSearchParams({ tones: writeTones([{ when: blank, tone: 'good', field: 'a' }]), search_in: writeSearch(['a', 'b']) });
  const shown = changedView(toned, false, params);
  expect([shown.tones, shown.search]).toEqual([[{ when: blank, tone: 'good', field: 'a' }], ['a', 'b']]);
  const cleared = queryOf(state(toned, false, new URLSearchParams({ tones: writeTones([]), search_in: writeSearch([]) })));
  expect([cleared.view, cleared.filter, cleared.tones, cleared.search_in]).toEqual([undefined, blank, [], []]);
  expect(queryOf(state(toned, false, new URLSearchParams())).view).toBe('open');
  expect(changedView(toned, false, new URLSearchParams({ tones: '[{"tone":"pink"},7' })).tones).toEqual([]);
});

test('an own view travels whole with its link', () => {
  const sent: unknown = JSON.parse(writeGiven({ ...open, id: 'my_1', kind: 'board', by: 'a' }));
  expect(sent).toEqual({ ...open, id: 'given', kind: 'board', by: 'a' });
  expect(viewOf([{ view: all, own: false, fault: null }, { view: { ...open, id: 'given' }, own: true, given: true, fault: null }], 'given', null)?.given).toBe(true);
});

test('another kind of view leaves out what it has no use for', () => {
  const table: View = { ...all, groups: [{ field: 'a' }], totals: [{ field: 'n', aggregate: 'sum' }], frozen: 1, widths: { a: 10 }, tones: [{ when: blank, tone: 'info', field: 'b' }] };
  expect(changedBy(table, { kind: 'calendar', by: 'day' })).toEqual({ id: 'all', label: '全部', columns: ['a', 'b'], kind: 'calendar', by: 'day', tones: table.tones });
  expect(changedBy({ ...all, kind: 'calendar', by: 'day', until: 'end' }, { kind: 'table' })).toEqual(all);
  expect(changedBy(table, { columns: ['c'] })).toEqual({ ...table, columns: ['c'], widths: {}, tones: [], frozen: 1 });
});
