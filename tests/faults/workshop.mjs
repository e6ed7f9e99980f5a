/** A workshop under load: people file orders and work through their to-dos, a ledger outside books them, and the server is killed meanwhile. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Client, run, scratch, serve } from '../lib/server.mjs';

const password = 'sheng-dian-le-2026';
export const orders = '/api/apps/workshop/forms/order/records';
const inspections = '/api/apps/workshop/forms/inspection/records';
const people = { boss: 'worker', an: 'lead', bo: 'lead', chen: 'worker', du: 'worker', fei: 'worker' };
/** Those through whose hands every order goes file them, and with so many to-dos they file nothing more: cases move on, and do not only begin. */
const enough = 8;

/** The ledger: the same key is the same entry, however often it comes. */
export async function ledger() {
  const entries = new Map();
  const server = createServer((request, response) => {
    const key = request.headers['idempotency-key'];
    if (!entries.has(key)) entries.set(key, entries.size + 1);
    // An answer now and then takes so long that a crash comes before it.
    setTimeout(() => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ number: entries.get(key) }));
    }, Math.random() * 80);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { entries, address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export class Workshop {
  #data = scratch('workshop');
  #env;
  #clients = {};
  #ids = {};
  /** What was acknowledged: subjects of orders, opinions of what people did. */
  subjects = new Set();
  opinions = new Set();
  /** Whether the database is going. */
  dying = false;

  constructor(database) {
    this.#env = { MORTISE_USER_PASSWORD: password, MORTISE_OPEN_RANGES: '["127.0.0.0/8"]', ...(database === undefined ? {} : { MORTISE_DATABASE: database }) };
  }

  async command(...words) {
    return run([...words, '--data', this.#data], { env: this.#env });
  }

  async prepare(address) {
    const works = async (...words) => {
      const { code, err } = await this.command(...words);
      assert.equal(code, 0, err);
    };
    await works('import', 'tests/faults/workshop');
    for (const login of Object.keys(people)) await works('user', 'add', login, ...(login === 'boss' ? ['--admin'] : []));
    await this.begin();
    const boss = await new Client(this.server.address).signIn('boss', password);
    const { body } = await boss.send('GET', '/api/admin/users');
    this.#ids = Object.fromEntries(body.users.map(({ login, id }) => [login, id]));
    for (const role of ['lead', 'worker']) {
      const users = Object.keys(people).filter((login) => people[login] === role).map((login) => this.#ids[login]);
      this.#good(await boss.send('PUT', `/api/admin/roles/workshop/${role}`, { users }));
    }
    this.#good(await boss.send('PUT', '/api/packages/workshop/slots', { slots: { ledger_address: address } }));
    for (const login of Object.keys(people)) this.#clients[login] = await new Client(this.server.address).signIn(login, password);
  }

  /** Starts the server; who was signed in is so still. */
  async begin() {
    this.server = await serve(this.#data, { env: this.#env });
    for (const client of Object.values(this.#clients)) client.address = this.server.address;
  }

  /** Everybody works until the server is gone; answers what was not answered. */
  async load() {
    return (await Promise.all(Object.keys(people).map((login) => this.#work(login)))).filter((open) => open !== null);
  }

  /** What was not answered is sent again under the same key. */
  async settle(open) {
    for (const { login, request, note } of open) await this.#done(await this.#clients[login].send(...request), note);
  }

  /** Nothing more is begun; everybody works until nothing is open. A case is stuck if nothing is done for so many seconds. */
  async finish(seconds) {
    for (let [end, least] = [0, Infinity]; ; ) {
      const work = async (login) => {
        for (const task of await this.#tasks(login)) {
          const { request, note } = this.#act(task, login, true);
          await this.#done(await this.#clients[login].send(...request), note);
        }
      };
      await Promise.all(Object.keys(people).map(work));
      const open = await this.#open();
      if (open.length === 0) return;
      if (open.length < least) [end, least] = [Date.now() + seconds * 1_000, open.length];
      assert.ok(Date.now() < end, `${open.length} cases are stuck: ${JSON.stringify(open.slice(0, 5))}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  async #open() {
    const found = [...(await this.records(orders, ['subject', '_flow', '_node'])), ...(await this.records(inspections, ['subject', '_flow', '_node']))];
    return found.map(({ values }) => values).filter(({ _flow }) => !['completed', 'rejected'].includes(_flow));
  }

  /** All records of a form. */
  async records(place, columns) {
    const rows = [];
    for (let after; ; ) {
      const { body } = this.#good(await this.#clients.boss.send('POST', `${place}/query`, { limit: 500, columns, ...(after === undefined ? {} : { after }) }));
      rows.push(...body.rows);
      if (body.next === null || body.next === undefined) return rows;
      after = body.next;
    }
  }

  /** The opinions that stand in the cases, each as often as it does. */
  async said() {
    const said = [];
    for (const place of [orders, inspections]) {
      const cases = await this.records(place, []);
      const read = async () => {
        for (let one = cases.pop(); one !== undefined; one = cases.pop()) {
          const { body } = this.#good(await this.#clients.boss.send('GET', `${place}/${one.id}/flow`));
          said.push(...body.entries.map(({ opinion }) => opinion).filter((opinion) => typeof opinion === 'string' && opinion !== ''));
        }
      };
      await Promise.all(Array.from({ length: 8 }, read));
    }
    return said;
  }

  async #work(login) {
    for (;;) {
      let doing;
      try {
        doing = await this.#next(login);
        await this.#done(await this.#clients[login].send(...doing.request), doing.note);
      } catch (fault) {
        if (fault instanceof assert.AssertionError) throw fault;
        return doing === undefined ? null : { login, ...doing };
      }
    }
  }

  async #next(login) {
    for (;;) {
      const tasks = await this.#tasks(login);
      const files = people[login] === 'lead' && tasks.length <= enough && (tasks.length === 0 || Math.random() < 0.2);
      if (files) break;
      if (tasks.length > 0) return this.#act(tasks[Math.floor(Math.random() * tasks.length)], login, false);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const subject = crypto.randomUUID();
    const cools = new Date(Date.now() + Math.random() * 4_000).toISOString();
    return { request: ['POST', orders, { values: { subject, cools_until: cools } }, { key: subject }], note: { subject } };
  }

  async #tasks(login) {
    const { body } = this.#good(await this.#clients[login].send('GET', '/api/tasks?box=todo'));
    return body.tasks;
  }

  #act(task, login, onwards) {
    const opinion = crypto.randomUUID();
    const others = Object.keys(people).filter((other) => other !== login).map((other) => this.#ids[other]);
    const other = others[Math.floor(Math.random() * others.length)];
    const onward = task.actions.includes('approve') ? { action: 'approve' } : { action: 'complete' };
    const ways = [{ action: 'transfer', to: other }, { action: 'add_sign', people: [other], place: 'beside' }, { action: 'return', to_node: 'release' }, { action: 'reject' }];
    const offered = ways.filter(({ action }) => task.actions.includes(action));
    const way = onwards || offered.length === 0 || Math.random() < 0.7 ? onward : offered[Math.floor(Math.random() * offered.length)];
    return { request: ['POST', `/api/tasks/${task.id}/act`, { ...way, opinion }, { key: opinion }], note: { opinion } };
  }

  /** Notes what was acknowledged. Refusals are no fault: of two who do the same, one is later. */
  async #done({ status, body }, { subject, opinion }) {
    // While its database goes, the server says that it cannot tell; that is as good as no answer.
    if (this.dying && status >= 500) throw new Error('no answer');
    assert.ok(status < 500, `${status} ${JSON.stringify(body)}\n${this.server.printed().slice(-2_000)}`);
    if (subject !== undefined) {
      assert.equal(status, 201, JSON.stringify(body));
      this.subjects.add(subject);
    } else if (status < 300) {
      this.opinions.add(opinion);
    }
  }

  #good(answer) {
    if (this.dying && answer.status >= 500) throw new Error('no answer');
    assert.ok(answer.status < 300, `${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }
}
