import { describe, expect, test } from 'vitest';
import type { Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { differencesOf, mergedJson } from '@/features/build/merge';
import { changeOption, moveOption, optionsFrom } from '@/features/build/options';
import { pack, paste, readClip } from '@/features/form-designer/model/clip';
import { addMade, changePages, mayMove, moveColumn, moveTo, orderOf, removePart, retyped, takeFromLayout, unplaced, wayOf, withOwnLayout } from '@/features/form-designer/model/commands';
import { fieldFrom, guessesOf } from '@/features/form-designer/model/header';
import { initialsOf } from '@/features/form-designer/model/initials';
import { spotOf } from '@/features/form-designer/model/places';
import { repairOf } from '@/features/form-designer/model/repairs';
import { rightsOf } from '@/features/form-designer/model/rights';
import { nodesOf, stepsIn } from '@/features/form-designer/model/tree';
import { usesInApp } from '@/features/form-designer/model/uses';
import { withWord, wordingsOf } from '@/features/form-designer/model/words';

const at = (field: string): Json => ({ kind: 'field', field });
const named = (id: string, more: Json = {}): Json => ({ id, kind: 'text', label: { 'zh-CN': id, en: id }, ...more });

const form: Json = {
  id: 'order',
  label: { 'zh-CN': '订单', en: 'Order' },
  fields: [named('a'), named('b', { kind: 'computed', formula: 'LEN({a})' }), named('lines', { kind: 'sub_table', fields: [named('qty'), named('price'), named('sum', { kind: 'computed', formula: '{qty} * {price}' })] }), named('d')],
  logic: [{ id: 'b_visible', target: 'b', aspect: 'visible', formula: '{a} <> ""' }],
  layouts: [
    {
      id: 'desktop',
      kind: 'desktop',
      children: [
        { kind: 'section', id: 'one', label: 'One', children: [at('a'), at('b')] },
        { kind: 'tabs', id: 'tabs', pages: [{ id: 'p1', label: 'P1', children: [at('lines')] }, { id: 'p2', label: 'P2', children: [{ kind: 'grid', id: 'g', children: [] }] }] },
        at('d'),
      ],
    },
  ],
};

const drawn = (some: Json): string => stepsIn(nodesOf(some, 'desktop')).map(({ key, depth }) => `${'.'.repeat(depth)}${key}`).join(' ');

describe('the tree of a layout', () => {
  test('is read from top to bottom', () => {
    expect(drawn(form)).toBe('part:one .field:a .field:b part:tabs .page:p1 ..field:lines .page:p2 ..part:g field:d');
  });

  test('a part goes up, out, down and into the one beside it', () => {
    const nodes = nodesOf(form, 'desktop');
    expect(wayOf(nodes, 'field:b', 'up')).toEqual({ into: 'one', at: 0 });
    expect(wayOf(nodes, 'field:a', 'up')).toEqual({ into: '', at: 0 });
    expect(wayOf(nodes, 'field:b', 'down')).toEqual({ into: '', at: 1 });
    expect(wayOf(nodes, 'field:d', 'into')).toEqual({ into: 'p2', at: 1 });
    expect(wayOf(nodes, 'field:lines', 'out')).toEqual({ into: '', at: 2 });
    expect(wayOf(nodes, 'field:d', 'out')).toBeNull();
  });

  test('nothing comes to where the engine refuses it, nor into itself', () => {
    expect(mayMove(form, 'desktop', new Set(['part:tabs']), 'one')).toBe(false);
    expect(mayMove(form, 'desktop', new Set(['part:one']), 'p1')).toBe(true);
    expect(mayMove(form, 'desktop', new Set(['part:one']), 'one')).toBe(false);
    expect(mayMove(form, 'desktop', new Set(['part:tabs']), 'p1')).toBe(false);
    expect(mayMove(form, 'desktop', new Set(['part:g']), 'one')).toBe(true);
  });

  test('several are moved at once and keep their order', () => {
    const moved = moveTo(form, 'desktop', new Set(['field:d', 'field:a']), { into: 'g', at: 0 });
    expect(drawn(moved)).toBe('part:one .field:b part:tabs .page:p1 ..field:lines .page:p2 ..part:g ...field:a ...field:d');
  });

  test('what is left out of a layout can be put back', () => {
    const without = takeFromLayout(form, 'desktop', ['b']);
    expect(unplaced(without, 'desktop')).toEqual(['b']);
    expect(drawn(moveTo(without, 'desktop', new Set(['field:b']), { into: 'one', at: 1 }))).toBe(drawn(form));
  });

  test('fields of a section or a page that goes away stay', () => {
    expect(drawn(removePart(form, 'desktop', 'one'))).toMatch(/^field:a field:b part:tabs/);
    expect(drawn(removePart(form, 'desktop', 'tabs'))).toBe('part:one .field:a .field:b field:lines part:g field:d');
    expect(drawn(changePages(form, 'desktop', 'tabs', (pages) => pages.slice(1)))).toContain('.page:p2 ..part:g ..field:lines');
  });

  test('a form without a layout gets one with the first part', () => {
    const bare: Json = { id: 'x', fields: [named('a'), named('b')] };
    expect(orderOf(moveTo(bare, 'desktop', new Set(['field:b']), { into: '', at: 0 }))).toEqual(['b', 'a']);
    expect(moveTo(bare, 'desktop', new Set(['field:b']), { into: '', at: 0 })['layouts']).toBeUndefined();
    const made = addMade(bare, 'desktop', { into: '', at: 1 }, { fields: [], nodes: [{ kind: 'heading', id: 'h', text: 'H' }] });
    expect(drawn(made)).toBe('field:a part:h field:b');
  });

  test('desk and phone get a new field, a public page only on purpose', () => {
    const three = withOwnLayout(withOwnLayout(form, 'phone'), 'public');
    const next = addMade(three, 'desktop', { into: 'one', at: 1 }, { fields: [named('new')], nodes: [at('new')] });
    expect(unplaced(next, 'phone')).toEqual([]);
    expect(unplaced(next, 'public')).toEqual(['new']);
  });

  test('columns change places in their table', () => {
    const moved = moveColumn(form, 'lines', 'qty', 3);
    expect(JSON.stringify(moved).indexOf('"sum"')).toBeLessThan(JSON.stringify(moved).indexOf('"qty"'));
    expect(moveColumn(moved, 'lines', 'qty', 0)).toEqual(form);
  });
});

describe('copies', () => {
  const source = { app: 'app', form, layout: 'desktop', dictionaries: [] } as const;

  test('come with their rules and new ids, and their formulas follow', () => {
    const clip = readClip(JSON.stringify(pack(source, new Set(['part:one']), false)));
    expect(clip).not.toBeNull();
    if (clip === null) return;
    const { form: next, keys, missing } = paste(form, 'desktop', clip, { into: '', at: 1 }, []);
    expect(keys).toEqual(['part:one_2']);
    expect(missing).toEqual([]);
    expect(next['fields']).toMatchObject([{ id: 'a' }, { id: 'b' }, { id: 'a_2' }, { id: 'b_2', formula: 'LEN({a_2})' }, { id: 'lines' }, { id: 'd' }]);
    expect(next['logic']).toMatchObject([{ id: 'b_visible' }, { id: 'b_visible_2', target: 'b_2', formula: '{a_2} <> ""' }]);
  });

  test('tell what they name that is not in the other form', () => {
    const clip = pack(source, new Set(['field:b']), false);
    expect(paste({ id: 'other', fields: [] }, 'desktop', clip, { into: '', at: 0 }, []).missing).toEqual(['a']);
  });

  test('formulas in the rows of a table name its own columns', () => {
    const clip = pack(source, new Set(['field:lines']), false);
    const into: Json = { id: 'other', fields: [named('qty'), named('lines')] };
    expect(JSON.stringify(paste(into, 'desktop', clip, { into: '', at: 2 }, []).form)).toContain('{qty} * {price}');
  });

  test('carry the options of a dictionary that is not there', () => {
    const chosen: Json = { id: 'x', fields: [named('c', { kind: 'choice', dictionary: 'levels' })] };
    const levels: Json = { id: 'levels', options: [{ id: 'high', label: '高' }] };
    const clip = pack({ ...source, form: chosen, dictionaries: [levels] }, new Set(['field:c']), false);
    expect(paste({ id: 'y', fields: [] }, 'desktop', clip, { into: '', at: 0 }, []).form['fields']).toMatchObject([{ id: 'c', options: [{ id: 'high' }] }]);
    expect(paste({ id: 'y', fields: [] }, 'desktop', clip, { into: '', at: 0 }, [levels]).form['fields']).toMatchObject([{ id: 'c', dictionary: 'levels' }]);
  });

  test('what others put into the clipboard is not ours', () => {
    for (const text of ['', 'x', '{"mortise":"form-parts"', '{"mortise":"form-parts","version":2}', '["form-parts"]']) expect(readClip(text)).toBeNull();
  });
});

describe('headers of a sheet', () => {
  const kinds = (text: string): readonly string[] => guessesOf(text, { fields: [] }).map(({ label, kind, by }) => `${label}:${kind}:${by}`);

  test('are known by their words', () => {
    expect(kinds('客户名称*\t联系电话\t金额(元)\t到货日期\t责任部门\t备注\t甲乙丙')).toEqual(['客户名称:text:word', '联系电话:mobile:word', '金额:money:word', '到货日期:date:word', '责任部门:department:word', '备注:textarea:word', '甲乙丙:text:nothing']);
    expect(guessesOf('数量（件）*\tDefect pic', { fields: [named('quantity')] })).toMatchObject([{ id: 'quantity_2', unit: '件', required: true }, { id: 'defect_pic' }]);
  });

  test('are known by what stands below', () => {
    expect(kinds('甲\t乙\t丙\t编号\n13800138000\t2026-03-01\t12.5%\t00123\n13900139000\t2026/4/2\t3%\t00456')).toEqual(['甲:mobile:values', '乙:date:values', '丙:percent:values', '编号:text:word']);
    const levels = ['高', '低', '中', '高', '低', '中', '高', '低', '中', '高'].join('\n');
    expect(guessesOf(`级别\t\n${levels.replaceAll('\n', '\t\n')}\t`, { fields: [] })).toMatchObject([{ kind: 'choice', options: ['高', '低', '中'] }]);
  });

  test('become fields', () => {
    const [guess] = guessesOf('重量（kg）Weight', { fields: [] });
    expect(guess).toBeDefined();
    expect(guessesOf('姓名\n电话\n备注', { fields: [] }).map(({ label }) => label)).toEqual(['姓名', '电话', '备注']);
    expect(fieldFrom({ label: '数量', en: '', id: 'n', kind: 'number', required: true, unit: '件', options: [], by: 'word' })).toEqual({ id: 'n', kind: 'number', label: { 'zh-CN': '数量' }, required: true, unit: { 'zh-CN': '件' } });
  });

  test('nonsense gives nothing', () => {
    expect(guessesOf('', { fields: [] })).toEqual([]);
    expect(guessesOf('\t\t\n\n', { fields: [] })).toEqual([]);
  });
});

describe('two builders', () => {
  const fields = objectsIn(form, 'fields');
  test('their changes of different things are merged', () => {
    const mine = { ...form, fields: [named('a', { required: true }), ...fields.slice(1)] };
    const theirs = { ...form, fields: [...fields, named('e')] };
    const { definition, clashes } = mergedJson(form, mine, theirs);
    expect(clashes).toEqual([]);
    expect(definition['fields']).toMatchObject([{ id: 'a', required: true }, { id: 'b' }, { id: 'lines' }, { id: 'd' }, { id: 'e' }]);
    expect(differencesOf(form, theirs)).toEqual([{ path: 'fields/e', what: 'added' }]);
  });

  test('one place that both changed is told, and mine stands', () => {
    const changed = (word: string): Json => ({ ...form, label: { 'zh-CN': word, en: 'Order' } });
    const { definition, clashes } = mergedJson(form, changed('甲'), changed('乙'));
    expect(clashes).toMatchObject([{ path: 'label/zh-CN', mine: '甲', theirs: '乙' }]);
    expect(definition['label']).toMatchObject({ 'zh-CN': '甲' });
  });
});

describe('findings', () => {
  test('lead to their place', () => {
    expect(spotOf(form, '/fields/2/fields/1/label')).toMatchObject({ key: 'column:lines.price' });
    expect(spotOf(form, '/logic/0/formula')).toMatchObject({ key: 'field:b', tab: 'logic' });
    expect(spotOf(form, '/layouts/0/children/1/pages/0/children/0/field')).toMatchObject({ key: 'field:lines', layout: 'desktop' });
    expect(spotOf(form, '/title_field')).toMatchObject({ key: null });
  });

  const finding = (pointer: string, code: string, hint: string | null, span: [number, number] | null = null) => ({ code, severity: 'error', file: 'forms/order.json', pointer, message: {}, hint: hint === null ? null : { en: hint }, span, line: null, column: null });

  test('are mended where one thing only can be meant', () => {
    const wrong: Json = { ...form, title_field: 'aa', layouts: [{ id: 'desktop', kind: 'desktop', children: [at('a'), at('gone')] }] };
    expect(repairOf(wrong, finding('/title_field', 'MC0306', 'did you mean `a`?'))?.form['title_field']).toBe('a');
    expect(drawn(repairOf(wrong, finding('/layouts/0/children/1/field', 'MC0301', null))?.form ?? {})).toBe('field:a');
    const formula: Json = { ...form, logic: [{ id: 'r', target: 'b', aspect: 'visible', formula: '{aa} = 1' }] };
    expect(repairOf(formula, finding('/logic/0/formula', 'MF0103', 'Did you mean {a} (a)?', [0, 4]))?.form['logic']).toMatchObject([{ formula: '{a} = 1' }]);
    expect(repairOf(form, finding('/label', 'X', null))).toBeNull();
  });
});

describe('the words of a form', () => {
  test('are found and changed at their place', () => {
    const all = wordingsOf(form);
    expect(all.map(({ of, key }) => `${of}.${key}`)).toContain('price.label');
    const line = all.find(({ of }) => of === 'price');
    expect(JSON.stringify(withWord(form, line?.path ?? [], 'en', 'Price'))).toContain('"en":"Price"');
  });

  test('Chinese names are found by their initials', () => {
    expect(initialsOf('验收数量A')).toBe('yssla');
    expect(initialsOf('签名')).toBe('qm');
  });
});

test('a field is used wherever an object speaks of its form', () => {
  const objects = [
    { kind: 'role', id: 'staff', definition: { grants: [{ form: 'order', fields: { a: 'read' } }] } },
    { kind: 'role', id: 'guest', definition: { grants: [{ form: 'other', fields: { a: 'read' } }] } },
    { kind: 'print', id: 'slip', definition: { form: 'order', bands: [{ text: 'No. {{ a }}' }] } },
    { kind: 'form', id: 'line', definition: { id: 'line', fields: [{ id: 'owner', kind: 'relation', form: 'order', show: ['a'] }] } },
    { kind: 'form', id: 'far', definition: { id: 'far', fields: [{ id: 'owner', kind: 'relation', form: 'order' }, { id: 'n', kind: 'computed', formula: 'LEN({owner.a})' }] } },
    { kind: 'report', id: 'none', definition: { form: 'order', measures: [{ field: 'd' }] } },
  ];
  expect(usesInApp(form, 'a', objects).map(({ by }) => (by.type === 'object' ? by.id : by.type === 'field' ? by.field : by.rule.id))).toEqual(['b_visible', 'b', 'staff', 'slip', 'line', 'far']);
});

test('the rights of a role add up, and reading alone writes nothing', () => {
  const role: Json = { grants: [{ form: 'order', actions: ['create'], fields: { a: 'hidden' } }, { form: 'order', actions: ['read'], fields: { a: 'write' } }] };
  expect(rightsOf(role, 'order')).toEqual({ default: 'write', fields: { a: 'read' }, writes: true });
});

describe('options', () => {
  test('come from pasted lines and keep their ids', () => {
    const made = optionsFrom('高\tHigh\n低\n高', []);
    expect(made).toEqual([{ id: 'high', label: { 'zh-CN': '高', en: 'High' } }, { id: 'option_1', label: { 'zh-CN': '低' } }]);
    expect(moveOption(made, 'option_1', -1).map(({ id }) => id)).toEqual(['option_1', 'high']);
    const tree = [{ id: 'x', label: 'x', children: made }];
    expect(changeOption(tree, 'high', () => null)).toEqual([{ id: 'x', label: 'x', children: [made[1]] }]);
  });
});

describe('another kind for a field', () => {
  const kind = (name: string, group: string, settings: readonly string[], example: Json = {}) => ({ kind: name, group, schema: { properties: Object.fromEntries(settings.map((key) => [key, {}])) }, example });
  const text = kind('text', 'text', ['max_length', 'format']);
  const number = kind('number', 'number', ['scale', 'min', 'max']);
  const money = kind('money', 'number', ['currency', 'scale', 'min', 'max'], { currency: 'CNY' });
  const choice = kind('choice', 'choice', ['options', 'dictionary'], { options: [{ id: 'a', label: 'A' }] });

  test('keeps its id, its name and what means the same', () => {
    const field = named('price', { max_length: 20, required: true, default: '1' });
    expect(retyped(field, text, number)).toEqual({ id: 'price', kind: 'number', label: field['label'], required: true });
    expect(retyped({ ...field, kind: 'number', scale: 1, min: 0 }, number, money)).toEqual({ id: 'price', kind: 'money', label: field['label'], required: true, scale: 1, min: 0 });
  });

  test('begins with what the kind cannot do without', () => {
    expect(retyped(named('state'), text, choice)).toEqual({ ...named('state'), kind: 'choice', options: [{ id: 'a', label: 'A' }] });
    expect(retyped(named('state', { kind: 'dropdown', dictionary: 'states' }), kind('dropdown', 'choice', ['dictionary']), choice)).toEqual({ ...named('state'), kind: 'choice', dictionary: 'states' });
  });
});
