import type { Json } from '@/api/narrow';
import { isObject, listIn, numberIn } from '@/api/narrow';
import type { Diagnostic } from './description';
import { readDescription, readDiagnostic, type Description } from './description';
import { callEngine, EngineTrap, exportsOf, type Exports } from './wasm';

/** The engine with which every form starts, the whole one, and the one that plays an app; `cargo xtask wasm` puts them there. */
type Size = 'fill' | 'studio' | 'simulator';

const addressOf = (size: Size): string => `${import.meta.env.BASE_URL}engine/${size}.wasm`;

/** A form that was made ready. */
export interface LoadedForm {
  readonly handle: number;
  readonly description: Description;
  readonly diagnostics: readonly Diagnostic[];
  /** Which instance holds the handle; it grows after each trap. */
  readonly generation: number;
}

/** The engine: a compiled module, and the instance that is in use now. */
export class Engine {
  #module: WebAssembly.Module;
  #exports: Exports;
  #generation = 1;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#exports = exportsOf(new WebAssembly.Instance(module, {}));
  }

  /** Counts the instances; a handle of an older generation is dead. */
  get generation(): number {
    return this.#generation;
  }

  /** Sends one request. After a trap a fresh instance stands ready and `EngineTrap` is thrown. */
  call(request: unknown): unknown {
    try {
      return callEngine(this.#exports, request);
    } catch (error) {
      if (error instanceof EngineTrap) this.restart();
      throw error;
    }
  }

  /** Throws the instance away and takes a fresh one; all handles are dead. */
  restart(): void {
    this.#exports = exportsOf(new WebAssembly.Instance(this.#module, {}));
    this.#generation += 1;
  }

  /** Makes a form ready; null when this engine is too small for it. `bundle` is what the server sends for the engine. */
  tryLoad(bundle: Json): LoadedForm | null {
    const answer = this.call({ ...bundle, op: 'load' });
    if (isObject(answer) && answer['whole'] === true) return null;
    const diagnostics = listIn(answer, 'diagnostics').map(readDiagnostic);
    const handle = numberIn(answer, 'form');
    if (handle === undefined) throw new Error(`the form cannot be filled in: ${diagnostics.map((found) => found.code).join(', ')}`);
    return {
      handle,
      diagnostics,
      description: readDescription(isObject(answer) ? answer['description'] : undefined),
      generation: this.#generation,
    };
  }

  /** Makes a form ready of which this engine is known to have everything. */
  load(bundle: Json): LoadedForm {
    const loaded = this.tryLoad(bundle);
    if (loaded === null) throw new Error('this engine is too small for the form');
    return loaded;
  }

  /** Gives a form back. */
  unload(loaded: LoadedForm): void {
    if (loaded.generation === this.#generation) this.call({ op: 'close', form: loaded.handle });
  }
}

const starting = new Map<Size, Promise<Engine>>();

/** An engine of this page; it is fetched once. */
function start(size: Size): Promise<Engine> {
  const known = starting.get(size);
  if (known !== undefined) return known;
  const engine = WebAssembly.compileStreaming(fetch(addressOf(size))).then((module) => new Engine(module));
  starting.set(size, engine);
  engine.catch(() => starting.delete(size));
  return engine;
}

/** The engine with every kind and function, and with what an editor of formulas asks. */
export function startStudio(): Promise<Engine> {
  return start('studio');
}

/** The engine that plays flows on a virtual clock. */
export function startSimulator(): Promise<Engine> {
  return start('simulator');
}

/** Fetches the small engine while something else is waited for. */
export function prepareEngine(): void {
  start('fill').catch(() => undefined);
}

/** What a form is, and the smallest engine of this page that has everything it needs. */
interface Known {
  engine: Engine;
  description: Description;
}

/** Each form is looked at once. */
const known = new WeakMap<Json, Promise<Known>>();

async function lookAt(bundle: Json): Promise<Known> {
  const fill = await start('fill');
  const small = fill.tryLoad(bundle);
  const engine = small === null ? await start('studio') : fill;
  const loaded = small ?? engine.load(bundle);
  engine.unload(loaded);
  return { engine, description: loaded.description };
}

/** Gets to know a form. */
export function knowForm(bundle: Json): Promise<Known> {
  const before = known.get(bundle);
  if (before !== undefined) return before;
  const found = lookAt(bundle);
  known.set(bundle, found);
  found.catch(() => known.delete(bundle));
  return found;
}
