import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '@/api/narrow';
import { jsonOf, objectIn, objectsIn } from '@/definition';
import { idFor } from '@/features/build/fresh';
import { settingOf, settingsOf, type Setting } from '@/features/build/schema';
import { usersOf, usesIn } from '@/features/build/uses';
import { addBranches, addStep, removeStep } from '@/features/flow-designer/commands';
import { treeOf, type Step } from '@/features/flow-designer/tree';
import { newId } from '@/features/form-designer/model/ids';
import { addMade, moveTo, orderOf, retireFields } from '@/features/form-designer/model/commands';
import { addRule, changeRule, openAspects, removeRule, ruleId, rulesOf } from '@/features/form-designer/model/logic';
import { added, groupId, moved as movedItem, removed } from '@/features/objects/menu';
import { usesInApp } from '@/features/form-designer/model/uses';

const form: Json = {
  id: 'leave',
  fields: [{ id: 'a', kind: 'text' }, { id: 'b', kind: 'text' }, { id: 'c', kind: 'text' }],
  layouts: [{ id: 'desk', kind: 'desktop', children: [{ kind: 'section', id: 's', label: '', children: [{ kind: 'field', field: 'a' }, { kind: 'field', field: 'b' }, { kind: 'field', field: 'c' }] }] }],
  views: [{ id: 'all', label: '', columns: ['a', 'b'] }],
};

const flow: Json = {
  nodes: ['start', 'ask', 'fork', 'left', 'right', 'end'].map((id) => ({ id, kind: id === 'fork' ? 'exclusive' : id })),
  edges: [
    { id: 'e1', from: 'start', to: 'ask' },
    { id: 'e2', from: 'ask', to: 'fork' },
    { id: 'e3', from: 'fork', to: 'left', when: 'TRUE' },
    { id: 'e4', from: 'fork', to: 'right', default: true },
    { id: 'e5', from: 'left', to: 'end' },
    { id: 'e6', from: 'right', to: 'ask' },
  ],
};

function parsed(path: string): Json {
  return jsonOf(JSON.parse(readFileSync(path, 'utf8')));
}

function shape(steps: readonly Step[]): string {
  return steps
    .map((step) => (step.type === 'branches' ? `${step.id}(${step.branches.map((branch) => shape(branch.steps)).join('|')})` : step.type === 'goto' ? `→${step.id}` : step.id))
    .join(' ');
}

describe('the form designer', () => {
  it('puts a new field behind the chosen one, in the model and in the layout', () => {
    const next = addMade(form, 'desktop', { into: 's', at: 1 }, { fields: [{ id: 'x', kind: 'text' }], nodes: [{ kind: 'field', field: 'x' }] });
    expect(orderOf(next)).toEqual(['a', 'x', 'b', 'c']);
    expect(next['fields']).toMatchObject([{ id: 'a' }, { id: 'x' }, { id: 'b' }, { id: 'c' }]);
  });

  it('moves a field and back again', () => {
    const moved = moveTo(form, 'desktop', new Set(['field:c']), { into: 's', at: 0 });
    expect(orderOf(moved)).toEqual(['c', 'a', 'b']);
    expect(moveTo(moved, 'desktop', new Set(['field:c']), { into: 's', at: 3 })).toEqual(form);
  });

  it('retires a field for good: its id is never given again', () => {
    const next = retireFields(form, ['b']);
    expect(orderOf(next)).toEqual(['a', 'c']);
    expect(next['views']).toEqual([{ id: 'all', label: '', columns: ['a'] }]);
    expect(newId(next, 'b')).toBe('b_2');
  });

  it('adds, changes and takes away a rule', () => {
    const rule = { id: ruleId(form, 'b', 'visible'), target: 'b', aspect: 'visible', formula: '{a} = 1', message: undefined } as const;
    const shown = addRule(form, rule);
    expect(rulesOf(shown, 'b')).toEqual([{ ...rule, index: 0 }]);
    expect(shown['logic']).toEqual([{ id: 'b_visible', target: 'b', aspect: 'visible', formula: '{a} = 1' }]);
    expect(rulesOf(changeRule(shown, 'b_visible', { formula: '{a} = 2' }), 'b')[0]?.formula).toBe('{a} = 2');
    expect(removeRule(shown, 'b_visible')).toEqual(form);
  });

  it('keeps the message of a check apart from its formula', () => {
    const checked = addRule(form, { id: 'b_valid', target: 'b', aspect: 'valid', formula: '{b} > 0', message: { en: 'More than 0' } });
    expect(changeRule(checked, 'b_valid', { formula: '{b} > 1' })['logic']).toEqual([{ id: 'b_valid', target: 'b', aspect: 'valid', formula: '{b} > 1', message: { en: 'More than 0' } }]);
    expect(changeRule(checked, 'b_valid', { message: undefined })['logic']).toEqual([{ id: 'b_valid', target: 'b', aspect: 'valid', formula: '{b} > 0' }]);
    expect(ruleId(checked, 'b', 'valid', ['b_valid_2'])).toBe('b_valid_3');
  });

  it('offers each aspect once, checks again and again, and no value for what is calculated', () => {
    const entered = { origin: 'entered', kind: 'text', options: false, table: false } as const;
    expect(openAspects(entered, ['visible', 'valid'])).toEqual(['required', 'readonly', 'value', 'default', 'valid', 'label', 'help']);
    expect(openAspects({ ...entered, kind: 'computed', origin: 'calculated' }, [])).not.toContain('value');
    expect(openAspects({ ...entered, options: true }, [])).toContain('options');
  });

  it('knows by what a field is read: rules, formulas of fields, flows and business rules of the form', () => {
    const read: Json = {
      ...form,
      fields: [{ id: 'a', kind: 'text' }, { id: 'sum', kind: 'computed', formula: 'LEN({a})' }, { id: 'no', kind: 'computed', formula: '"{a}"' }],
      logic: [{ id: 'r', target: 'sum', aspect: 'visible', formula: 'NOT(ISBLANK({a}))' }],
    };
    const objects = [
      { kind: 'flow', id: 'main', definition: { form: 'leave', edges: [{ when: '{a} = "x"' }] } },
      { kind: 'flow', id: 'other', definition: { form: 'order', edges: [{ when: '{a} = "x"' }] } },
    ];
    expect(usesInApp(read, 'a', objects).map(({ by }) => (by.type === 'rule' ? by.rule.id : by.type === 'field' ? by.field : by.id))).toEqual(['r', 'sum', 'main']);
  });
});

describe('the flow designer', () => {
  it('draws branches side by side and jumps as chips', () => {
    expect(shape(treeOf(flow))).toBe('start ask fork(left end|right →ask)');
  });

  it('takes back what it put in', () => {
    const { flow: next, id } = addStep(flow, 'e1', 'approve', {}, {});
    expect(shape(treeOf(next))).toBe('start approve ask fork(left end|right →ask)');
    const back = removeStep(next, id);
    expect(shape(treeOf(back))).toBe(shape(treeOf(flow)));
    expect(back['retired']).toEqual(['approve']);
  });

  it('puts a decision on an edge whose ways meet again', () => {
    const { flow: next } = addBranches(flow, 'e1', {}, 'TRUE');
    expect(shape(treeOf(next))).toBe('start exclusive(|) ask fork(left end|right →ask)');
  });

  it('draws the flows of all packages without losing a step', () => {
    const ids = (steps: readonly Step[]): string[] => steps.flatMap((step) => [...(step.type === 'goto' ? [] : [step.id]), ...(step.type === 'branches' ? step.branches.flatMap((branch) => ids(branch.steps)) : [])]);
    const packages = new URL('../../../../definitions/', import.meta.url);
    const flows = readdirSync(packages, { recursive: true, encoding: 'utf8' }).filter((path) => /[/\\]flows[/\\].*\.json$/.test(path));
    expect(flows.length).toBeGreaterThan(0);
    for (const path of flows) {
      const drawn: Json = JSON.parse(readFileSync(new URL(path, packages), 'utf8'));
      const nodes = drawn['nodes'];
      expect(ids(treeOf(drawn)).toSorted()).toEqual((Array.isArray(nodes) ? nodes : []).map((node: Json) => String(node['id'])).toSorted());
    }
  });
});

describe('the property panel', () => {
  it('reads what a setting is from its schema', () => {
    const schema: Json = {
      type: 'object',
      properties: {
        max: { type: ['integer', 'null'], minimum: 1, description: 'Most.' },
        mode: { anyOf: [{ $ref: '#/$defs/Mode' }, { type: 'null' }] },
        when: { type: 'string' },
        role: { type: 'string' },
        message: { $ref: '#/$defs/Label' },
        on_enter: { type: 'object', additionalProperties: false, patternProperties: { '^_?[a-z][a-z0-9_]*$': { $ref: '#/$defs/FormulaText' } } },
        fill: { type: 'object', additionalProperties: false, patternProperties: { '^_?[a-z][a-z0-9_]*$': { $ref: '#/$defs/FieldId' } } },
      },
      $defs: { Mode: { oneOf: [{ const: 'any' }, { const: 'all' }] }, Label: { type: 'object' }, FormulaText: { type: 'string' }, FieldId: { type: 'string' } },
    };
    expect(settingsOf(schema, schema).map(({ key, setting }) => `${key}:${setting.type}`)).toEqual(['max:number', 'mode:choice', 'when:formula', 'role:reference', 'message:label', 'on_enter:map', 'fill:json']);
  });

  it('draws who gets a step: words that say more, kinds told apart by how they find, fields of another form', () => {
    const schema: Json = {
      properties: {
        assign: { type: 'array', items: { $ref: '#/$defs/Assign' } },
        of: { $ref: '#/$defs/Of' },
        user: { $ref: '#/$defs/FieldId', 'x-of': 'skill' },
        owner: { $ref: '#/$defs/FieldId' },
      },
      $defs: {
        Assign: { oneOf: [{ properties: { by: { const: 'starter' } } }, { properties: { by: { const: 'role' }, role: { type: 'string' } } }] },
        Of: { oneOf: [{ const: 'starter' }, { type: 'object', properties: { field: { $ref: '#/$defs/FieldId' } } }] },
        FieldId: { type: 'string' },
      },
    };
    const settings = new Map(settingsOf(schema, schema).map(({ key, setting }) => [key, setting]));
    expect(settings.get('assign')).toMatchObject({ type: 'list', item: { type: 'variant', tag: 'by', variants: [{ value: 'starter' }, { value: 'role' }] } });
    expect(settings.get('of')).toMatchObject({ type: 'either', options: [{ value: 'starter' }, { value: 'field' }] });
    expect(settings.get('user')).toEqual({ type: 'reference', to: 'skill_field' });
    expect(settings.get('owner')).toEqual({ type: 'reference', to: 'field' });
  });
});

describe('objects without a face of their own', () => {
  const words = (locale: string): Json => parsed(`src/features/build/locales/${locale}.json`);
  const registry = parsed('../../definitions/schema/registry.json');
  const named = new Set(['charts', 'elements', 'controls'].flatMap((list) => objectsIn(registry, list).map((one) => one['kind'])));

  /** What a panel shows of a schema without a name of its own. */
  function shown(schema: Json, root: Json, found: Set<string>, seen: Set<unknown>): void {
    for (const { key, label, setting } of settingsOf(schema, root)) {
      if (label === undefined) found.add(`keys.${key}`);
      inside(setting, root, found, seen);
    }
  }
  function inside(setting: Setting, root: Json, found: Set<string>, seen: Set<unknown>): void {
    if (setting.type === 'either') {
      for (const { value, label, schema } of setting.options) {
        if (label === undefined) found.add(`values.${value}`);
        if (schema !== undefined) inside(settingOf(value, schema, root), root, found, seen);
      }
    }
    if (setting.type === 'choice') for (const { value, label } of setting.options) if (label === undefined) found.add(`values.${value}`);
    if (setting.type === 'list' || setting.type === 'map') inside(setting.item, root, found, seen);
    const below = setting.type === 'object' ? [setting.schema] : setting.type === 'variant' ? setting.variants.map((variant) => variant.schema) : [];
    if (setting.type === 'variant') for (const { value, label } of setting.variants) if (label === undefined && !named.has(value)) found.add(`values.${value}`);
    for (const schema of below) {
      if (seen.has(schema)) continue;
      seen.add(schema);
      shown(schema, root, found, seen);
    }
  }

  it.each(['app', 'report', 'dashboard', 'print', 'calendar', 'message', 'portal', 'scenario'])('%s has words for all that its panel shows', (kind) => {
    const schema = parsed(`../../definitions/schema/${kind}.json`);
    const found = new Set<string>();
    shown(schema, schema, found, new Set());
    for (const locale of ['zh-CN', 'en']) {
      const all = words(locale);
      const under = (list: string, name = list): string[] => Object.keys(objectIn(all, list)).map((key) => `${name}.${key}`);
      const known = new Set([...under('keys'), ...under('values'), ...under('kinds', 'values'), 'keys.$schema', 'keys.format']);
      expect([...found].filter((word) => !known.has(word)), locale).toEqual([]);
    }
  });
});

describe('a menu', () => {
  const items: Json[] = [{ kind: 'form', form: 'a' }, { kind: 'group', id: 'g', label: 'G', items: [{ kind: 'form', form: 'b' }] }, { kind: 'form', form: 'c' }];
  const told = (list: readonly Json[]): string => list.map((item) => (item['kind'] === 'group' ? `(${told(objectsIn(item, 'items'))})` : String(item['form']))).join(' ');
  it.each<[string, readonly number[], 1 | -1, string]>([
    ['goes into the group below it', [0], 1, '(a b) c'],
    ['goes into the group above it', [2], -1, 'a (b c)'],
    ['leaves the top of a group', [1, 0], -1, 'a b () c'],
    ['leaves the end of a group', [1, 0], 1, 'a () b c'],
    ['stays at the top', [0], -1, 'a (b) c'],
  ])('an item %s', (_, path, by, wanted) => {
    expect(told(movedItem(items, path, by))).toBe(wanted);
  });
  it('keeps its groups apart', () => {
    expect(groupId(items)).toBe('group_1');
    expect(told(added(items, [1], { kind: 'form', form: 'd' }))).toBe('a (b d) c');
    expect(told(removed(items, [1, 0]))).toBe('a () c');
  });
});

describe('new objects', () => {
  it('are named by their English words, or by their kind', () => {
    expect(idFor('form', 'Field Visit', new Set())).toBe('field_visit');
    expect(idFor('form', 'Field Visit', new Set(['field_visit']))).toBe('field_visit_1');
    expect(idFor('form', '', new Set(['form_1']))).toBe('form_2');
  });
  it('name what refers to what', () => {
    const objects = {
      'form/a': { kind: 'form', id: 'a', definition: { fields: [{ kind: 'relation', form: 'b' }, { kind: 'choice', dictionary: 'd' }] } },
      'form/b': { kind: 'form', id: 'b', definition: {} },
      'dictionary/d': { kind: 'dictionary', id: 'd', definition: {} },
      'role/r': { kind: 'role', id: 'r', definition: { grants: [{ form: 'a' }, { form: 'gone' }] } },
    };
    const uses = usesIn(objects);
    expect(uses).toEqual([{ from: 'form/a', to: 'form/b' }, { from: 'form/a', to: 'dictionary/d' }, { from: 'role/r', to: 'form/a' }]);
    expect(usersOf(uses, 'form/a')).toEqual(['role/r']);
  });
});
