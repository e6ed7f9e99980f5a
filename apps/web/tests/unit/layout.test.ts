import { describe, expect, test } from 'vitest';
import { blocksOf } from '@/features/form/RichNote';
import { fieldsOf } from '@/features/form/layout';
import { addMade, moveTo, orderOf, retireFields } from '@/features/form-designer/model/commands';
import type { LayoutNode } from '@/generated/definition';

const tabs: LayoutNode = {
  kind: 'tabs',
  id: 't',
  pages: [
    { id: 'one', label: 'One', children: [{ kind: 'field', field: 'a' }, { kind: 'grid', id: 'g', children: [{ kind: 'field', field: 'b' }] }] },
    { id: 'two', label: 'Two', children: [{ kind: 'note', id: 'n', text: 'Note' }] },
  ],
};

function form(): { [key: string]: unknown } {
  const fields = ['a', 'b', 'c'].map((id) => ({ id, kind: 'text', label: id }));
  return { fields, layouts: [{ id: 'desk', kind: 'desktop', children: [tabs, { kind: 'field', field: 'c' }] }] };
}

describe('layouts with pages', () => {
  test('fields are found wherever they stand', () => {
    expect(fieldsOf([tabs])).toEqual(['a', 'b']);
    expect(orderOf(form())).toEqual(['a', 'b', 'c']);
  });

  test('a field moves behind one that stands in a grid on a page', () => {
    const moved = (into: string, at: number) => orderOf(moveTo(form(), 'desktop', new Set(['field:c']), { into, at }));
    expect(moved('one', 1)).toEqual(['a', 'c', 'b']);
    expect(moved('g', 1)).toEqual(['a', 'b', 'c']);
    expect(moved('', 0)).toEqual(['c', 'a', 'b']);
  });

  test('a new field and one that is taken out', () => {
    expect(orderOf(addMade(form(), 'desktop', { into: 'g', at: 1 }, { fields: [{ id: 'd', kind: 'text', label: 'd' }], nodes: [{ kind: 'field', field: 'd' }] }))).toEqual(['a', 'b', 'd', 'c']);
    const without = retireFields(form(), ['b']);
    expect(JSON.stringify(without['layouts'])).not.toContain('"b"');
  });
});

describe('rich notes', () => {
  test('titles, paragraphs and lists', () => {
    expect(blocksOf('# Title\nline one\nline two\n\n- a\n- b\n1. c')).toEqual([
      { kind: 'title', lines: ['Title'] },
      { kind: 'paragraph', lines: ['line one', 'line two'] },
      { kind: 'list', ordered: false, lines: ['a', 'b'] },
      { kind: 'list', ordered: true, lines: ['c'] },
    ]);
  });

  test('what looks like HTML stays a text', () => {
    expect(blocksOf('<script>x</script>')).toEqual([{ kind: 'paragraph', lines: ['<script>x</script>'] }]);
  });
});
