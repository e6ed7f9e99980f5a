import { expect, test } from 'vitest';
import { modelOf, notesOf, reportIn, type Note } from '@/features/bpmn/queries';

const note = (outcome: string, line: number): Note => ({ id: 'a', name: '', element: 'userTask', outcome, message: { 'zh-CN': '甲', en: 'A' }, line, column: 1 });

test('the report of an import stands by outcome, and only a report is taken from the history of the browser', () => {
  const report = [note('ignored', 1), note('unfinished', 2), note('unfinished', 3)];
  expect(notesOf(report, 'unfinished').map(({ line }) => line)).toEqual([2, 3]);
  expect(reportIn({ bpmn: report })).toEqual(report);
  expect(reportIn({ bpmn: [{ outcome: 'ignored' }, 7, null] })).toEqual([]);
  for (const state of [null, undefined, 'bpmn', { bpmn: 'x' }]) expect(reportIn(state)).toEqual([]);
});

test('the address of a file names app and flow', () => {
  expect(modelOf('leave', 'approval')).toBe('/api/build/leave/flows/approval/bpmn');
});
