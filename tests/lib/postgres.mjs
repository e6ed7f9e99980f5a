/** A PostgreSQL of its own, written to the disk as a real one, that can crash. */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Debian keeps several versions side by side; the newest one is taken. */
function programs() {
  const versions = '/usr/lib/postgresql';
  const beside = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)).map((version) => join(versions, version, 'bin')) : [];
  const folder = [...beside, ...(process.env.PATH ?? '').split(delimiter)].find((one) => existsSync(join(one, 'initdb')));
  if (folder === undefined) throw new Error('PostgreSQL is not installed: run `cargo xtask test`, which installs it, or install the package `postgresql`');
  return folder;
}

/** PostgreSQL refuses to run as root; then it runs as `postgres` or `nobody`. */
function unprivileged() {
  if (process.getuid() !== 0) return {};
  const people = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = people.find(([name]) => name === 'postgres') ?? people.find(([name]) => name === 'nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

export class Postgres {
  #bin = programs();
  #user = unprivileged();
  #folder;
  #child;

  constructor(folder) {
    this.#folder = folder;
  }

  /** Makes a cluster and starts it. */
  static async start() {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-pg-'));
    const made = new Postgres(folder);
    if (made.#user.uid !== undefined) chownSync(folder, made.#user.uid, made.#user.gid);
    made.#run('initdb', ['--pgdata', join(folder, 'data'), '--username=mortise', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions']);
    process.on('exit', () => {
      made.#child?.kill('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    });
    await made.again();
    return made;
  }

  /** Address of the one database. */
  get url() {
    return `postgres://mortise@localhost/postgres?host=${this.#folder}`;
  }

  /** Starts it, after a crash with what its log holds, and waits until it answers. */
  async again() {
    const settings = ['-k', this.#folder, '-c', 'listen_addresses='];
    this.#child = spawn(join(this.#bin, 'postgres'), ['-D', join(this.#folder, 'data'), ...settings], { ...this.#user, cwd: '/', stdio: 'ignore' });
    for (let round = 0; round < 600; round += 1) {
      if (spawnSync(join(this.#bin, 'pg_isready'), ['-q', '-h', this.#folder]).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('PostgreSQL does not answer within a minute');
  }

  /** It goes at once, and writes nothing more. */
  async crash() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.on('exit', resolve));
    this.#child.kill('SIGQUIT');
    await gone;
  }

  #run(program, words) {
    const { status, stderr } = spawnSync(join(this.#bin, program), words, { ...this.#user, cwd: '/', encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  }
}
