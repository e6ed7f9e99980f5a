import { describe, expect, test } from 'vitest';
import { drawingOf, pathOf } from '@/features/records/trace/layout';
import { reasonsOf } from '@/features/records/Steps';
import { dueBetween } from '@/features/workbench/filters';

const sizes = { width: 200, height: 80, across: 20, down: 40 };
const link = (id: string, from: string, to: string): { id: string; from: string; to: string } => ({ id, from, to });

describe('the drawing of a flow', () => {
  const links = [link('a', 'start', 'gate'), link('b', 'gate', 'left'), link('c', 'gate', 'right'), link('d', 'left', 'end'), link('e', 'right', 'end'), link('f', 'gate', 'end'), link('g', 'left', 'gate')];
  const drawing = drawingOf(['start', 'gate', 'left', 'right', 'end'], links, sizes);
  const at = (id: string): { x: number; y: number } => drawing.nodes.get(id) ?? { x: Number.NaN, y: Number.NaN };

  test('each step stands below those that lead to it', () => {
    expect(['start', 'gate', 'left', 'right', 'end'].map((id) => at(id).y)).toEqual([0, 120, 240, 240, 360]);
  });

  test('no two steps cover each other, and none sticks out', () => {
    expect(Math.abs(at('left').x - at('right').x)).toBeGreaterThanOrEqual(sizes.width);
    for (const { x } of drawing.nodes.values()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + sizes.width).toBeLessThanOrEqual(drawing.width);
    }
  });

  test('a way back goes round at the right, all others lead downwards', () => {
    expect(drawing.lines.filter((line) => line.back).map((line) => line.id)).toEqual(['g']);
    for (const line of drawing.lines.filter((one) => !one.back)) {
      expect(line.points.map((point) => point.y)).toEqual(line.points.map((point) => point.y).toSorted((one, other) => one - other));
      expect(pathOf(line)).toMatch(/^M [\d.]+ [\d.]+ [CL]/);
    }
  });

  test('a flow of one step has a place', () => {
    expect(drawingOf(['only'], [], sizes).nodes.get('only')).toEqual({ x: 0, y: 0 });
  });
});

test('each branch in the trace finds its reason, in the order in which they were taken', () => {
  const entry = (what: string) => ({ at: '2026-03-01T00:00:00Z', node: 'n', node_label: '', what, by: null, by_name: '', to: [], opinion: null });
  const branch = (edge: string) => ({ at: '2026-03-01T00:00:00Z', node: 'n', node_label: '', edge, label: '', otherwise: false, tried: [], saw: [] });
  const entries = [entry('started'), entry('branch'), entry('opened'), entry('branch'), entry('branch')];
  const reasons = reasonsOf(entries, [branch('one'), branch('two')]);
  expect(entries.map((one) => reasons.get(one)?.edge)).toEqual([undefined, 'one', undefined, 'two', undefined]);
});

describe('deadlines by which a box is narrowed', () => {
  const now = new Date(2026, 2, 2, 15, 30);
  test('what is late is not due today', () => {
    expect(dueBetween('overdue', now)).toEqual({ due_before: now.toISOString() });
    expect(dueBetween('today', now)).toEqual({ due_from: now.toISOString(), due_before: new Date(2026, 2, 3).toISOString() });
  });
  test('seven days count today', () => {
    expect(dueBetween('week', now).due_before).toBe(new Date(2026, 2, 9).toISOString());
    expect(dueBetween('', now)).toEqual({});
  });
});
