/**
 * A neutral app for measuring: one form of twelve fields, two of them computed, two rules, a role that sees its own department, and a
 * recipe for as many records as wanted, filed by people of twenty departments.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const departments = 20;
export const place = '/api/apps/bench/forms/order/records';
const states = ['open', 'waiting', 'shipped', 'closed'];
const kinds = ['standard', 'express', 'return', 'sample'];
const option = (id) => ({ id, label: id });
const field = (id, kind, more = {}) => ({ id, kind, label: id, ...more });

const app = { format: 1, id: 'bench', label: 'Orders', version: '1.0.0', languages: ['zh-CN', 'en'] };

const form = {
  format: 1,
  id: 'order',
  label: 'Order',
  title_field: 'title',
  fields: [
    field('title', 'text', { required: true, max_length: 80 }),
    field('kind', 'choice', { required: true, options: kinds.map(option) }),
    field('state', 'choice', { default: 'open', options: states.map(option) }),
    field('customer', 'text', { max_length: 60 }),
    field('due', 'date'),
    field('urgent', 'switch'),
    field('quantity', 'number', { required: true, min: 0 }),
    field('price', 'number', { scale: 2, min: 0 }),
    field('discount', 'number', { scale: 2, min: 0 }),
    field('note', 'textarea', { max_length: 2000 }),
    field('total', 'computed', { formula: '{quantity} * {price} - {discount}', scale: 2 }),
    field('score', 'computed', { formula: 'IF(AND({urgent}, {total} > 1000), 3, IF({kind} = "express", 2, 1))' }),
  ],
  logic: [
    { id: 'discount_fits', target: 'discount', aspect: 'valid', formula: 'OR(ISBLANK({discount}), {discount} <= {quantity} * {price})', message: 'More discount than price' },
  ],
  views: [
    {
      id: 'open',
      label: 'Open',
      columns: ['title', 'kind', 'state', 'customer', 'due', 'urgent', 'quantity', 'price', 'total', 'score', '_created_at', '_created_by'],
      filter: { field: 'state', op: 'eq', value: 'open' },
      sort: [{ field: '_created_at', dir: 'desc' }],
    },
  ],
};

const rules = [
  {
    format: 1,
    id: 'express_is_urgent',
    label: 'Express is urgent',
    form: 'order',
    on: ['before_create', 'before_update'],
    when: 'AND({kind} = "express", NOT({urgent}))',
    actions: [{ kind: 'set', field: 'urgent', formula: 'TRUE' }],
  },
  {
    format: 1,
    id: 'samples_are_free',
    label: 'Samples are free',
    form: 'order',
    on: ['before_create', 'before_update'],
    when: 'AND({kind} = "sample", {price} > 100)',
    actions: [{ kind: 'refuse', field: 'price', message: 'A sample costs at most 100' }],
  },
];

const clerk = {
  format: 1,
  id: 'clerk',
  label: 'Clerk',
  grants: [{ form: 'order', actions: ['read', 'create', 'update', 'delete', 'comment'], rows: 'department' }],
};

const menu = { format: 1, id: 'main', label: 'Main', items: [{ kind: 'form', form: 'order', view: 'open' }] };

/** The login of somebody in a department, 0 to 19. */
export const login = (department) => `clerk${department}`;

function recipe(records) {
  const numbered = (make) => Object.fromEntries(Array.from({ length: departments }, (_, number) => make(number)));
  const oneOf = (values) => ({ gen: 'one_of', options: values.map((value) => ({ value, weight: 1 })) });
  return {
    format: 1,
    seed: 1,
    departments: numbered((number) => [`d${number}`, { name: `部门 ${number}` }]),
    people: numbered((number) => [login(number), { name: `职员 ${number}`, roles: ['clerk'], department: `d${number}` }]),
    forms: [
      {
        form: 'order',
        count: records,
        days: 730,
        by: 'clerk',
        values: {
          title: { gen: 'text', templates: ['订单 {what} ########'], words: { what: ['轴承', '电机', '阀门', '滤芯', '传感器'] } },
          kind: oneOf(['standard', 'express', 'return']),
          state: oneOf(states),
          customer: { gen: 'text', templates: ['{family}{given}'], words: { family: ['张', '李', '王', '赵'], given: ['伟', '芳', '娜', '敏', '静'] } },
          due: { gen: 'days_before', min: 0, max: 30 },
          quantity: { gen: 'number', min: 1, max: 50 },
          price: { gen: 'number', min: 10, max: 500, scale: 2 },
          discount: { gen: 'number', min: 0, max: 9, scale: 2 },
          note: { gen: 'text', templates: ['请在周一之前送到，联系电话 138########。'] },
        },
      },
    ],
  };
}

/** What a person files. */
export const order = (number) => ({
  values: {
    title: `订单 轴承 ${number}`,
    kind: number % 3 === 0 ? 'express' : 'standard',
    customer: '张伟',
    due: '2026-03-02',
    quantity: (number % 50) + 1,
    price: '129.50',
    discount: '9.50',
    note: '请在周一之前送到，联系电话 13800000000。',
  },
});

/** Writes the package into a folder. */
export function write(folder, records) {
  const put = (path, content) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
  };
  put('app.json', app);
  put('forms/order.json', form);
  for (const rule of rules) put(`rules/${rule.id}.json`, rule);
  put('roles/clerk.json', clerk);
  put('menus/main.json', menu);
  put('demo/recipe.json', recipe(records));
}
