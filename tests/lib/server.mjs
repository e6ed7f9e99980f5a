/** The program under test: started on a free port with data of its own, killed, started again. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const program = process.env.MORTISE ?? join(root, 'target/debug/mortise');

/** A folder that is removed when the test process ends. */
export function scratch(name) {
  const folder = mkdtempSync(join(tmpdir(), `mortise-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command of the program to its end. */
export function run(args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}

/** A running server. */
export class Server {
  constructor(child, address, printed) {
    this.child = child;
    this.address = address;
    this.printed = printed;
    this.gone = new Promise((resolve) => child.on('exit', resolve));
  }

  get pid() {
    return this.child.pid;
  }

  /** The power goes off, if it was on. */
  async kill() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.signal('SIGKILL');
    await this.gone;
  }

  /** It is asked to stop and drains. */
  async stop() {
    this.signal('SIGTERM');
    await this.gone;
  }

  /** The program leads a group of its own, so that a wrapper around it goes with it. */
  signal(name) {
    process.kill(-this.child.pid, name);
  }
}

/** Starts the server and waits until it says where it listens and is ready. `wrapper` is put before the program (strace …). */
export async function serve(data, { args = [], env = {}, wrapper = [] } = {}) {
  const words = [...wrapper, program, 'serve', '--data', data, '--port', '0', '--fonts', 'crates/print-engine/fonts', ...args];
  const child = spawn(words[0], words.slice(1), { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  process.on('exit', end);
  child.on('exit', () => process.off('exit', end));
  let printed = '';
  const address = await new Promise((resolve, reject) => {
    const seen = (chunk) => {
      printed += chunk;
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', seen);
    child.stderr.on('data', seen);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
  const server = new Server(child, address, () => printed);
  await until(async () => (await fetch(`${address}/readyz`)).status === 200);
  return server;
}

/** Asks again until it is so; the only thing that is waited for is the other process. */
export async function until(question, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      if (await question()) return;
    } catch {
      // Not there yet.
    }
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${question}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A signed-in person. */
export class Client {
  constructor(address) {
    this.address = address;
    this.cookie = '';
    this.csrf = '';
  }

  async signIn(login, password) {
    const answer = await this.send('POST', '/api/session', { login, password });
    if (answer.status >= 300) throw new Error(`sign-in of ${login}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return this;
  }

  /** Sends a request, JSON or an upload; a new key is made for every post unless one is given. */
  async send(method, path, body, { key, headers = {} } = {}) {
    const upload = body instanceof FormData;
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...(upload ? {} : { 'Content-Type': 'application/json' }),
        Cookie: this.cookie,
        Origin: this.address,
        ...(this.csrf === '' ? {} : { 'X-CSRF-Token': this.csrf }),
        ...(method === 'GET' ? {} : { 'Idempotency-Key': key ?? crypto.randomUUID() }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: upload ? body : JSON.stringify(body) }),
    });
    const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    if (cookie.length > 0) this.cookie = cookie.join('; ');
    const text = await response.text();
    const answer = text === '' ? null : JSON.parse(text);
    if (typeof answer?.csrf === 'string') this.csrf = answer.csrf;
    return { status: response.status, body: answer, headers: response.headers };
  }
}
