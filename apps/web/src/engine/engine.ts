import type { Json } from '@/api/narrow';
import { isObject, isText, listIn, numberIn } from '@/api/narrow';
import type { Diagnostic } from './description';
import { readDescription, readDiagnostic, type Description } from './description';
import { callEngine, EngineTrap, exportsOf, type Exports } from './wasm';

/** Where the module stands; `cargo xtask wasm` puts it there. */
const address = `${import.meta.env.BASE_URL}engine/fill.wasm`;

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

  /** Makes a form ready. `bundle` is what the server sends for the engine. */
  load(bundle: Json): LoadedForm {
    const answer = this.call({ ...bundle, op: 'load' });
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

  /** Evaluates a formula over some values. */
  formula(formula: string, now: string): string {
    const answer = this.call({ op: 'formula', formula, now });
    const value = isObject(answer) ? answer['value'] : undefined;
    return isText(value) ? value : JSON.stringify(value ?? null);
  }
}

let starting: Promise<Engine> | null = null;

/** The engine of this page; it is fetched once. */
export function startEngine(): Promise<Engine> {
  starting ??= WebAssembly.compileStreaming(fetch(address))
    .then((module) => new Engine(module))
    .catch((error: unknown) => {
      starting = null;
      throw error;
    });
  return starting;
}
