/** Carries JSON into the wasm module and back, and starts a new instance after a trap. */
import { isObject, textIn } from '@/api/narrow';
import { EngineRefusal, readLabel } from './protocol';

export interface Exports {
  memory: WebAssembly.Memory;
  alloc: (length: number) => number;
  call: (pointer: number, length: number) => bigint;
  free: (pointer: number, length: number) => void;
}

/** The instance trapped and was thrown away; whoever holds handles of it must open them again. */
export class EngineTrap extends Error {
  constructor(cause: unknown) {
    super('the engine stopped', { cause });
    this.name = 'EngineTrap';
  }
}

function isFunction(value: unknown): value is (...parts: number[]) => number {
  return typeof value === 'function';
}

function isPacked(value: unknown): value is (...parts: number[]) => bigint {
  return typeof value === 'function';
}

export function exportsOf(instance: WebAssembly.Instance): Exports {
  const { memory, alloc, call, free } = instance.exports;
  if (memory instanceof WebAssembly.Memory && isFunction(alloc) && isPacked(call) && isFunction(free)) {
    return { memory, alloc, call, free };
  }
  throw new Error('the engine lacks an export');
}

function answerOf(text: string): unknown {
  const answer: unknown = JSON.parse(text);
  if (isObject(answer) && 'ok' in answer) return answer['ok'];
  const error = isObject(answer) ? answer['error'] : undefined;
  throw new EngineRefusal(textIn(error, 'code') ?? 'E0000', isObject(error) ? readLabel(error['message']) : '');
}

const normalised = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC') : value);

/** The engine takes texts in NFC: the browser has the tables for it, the module does not. */
function encoded(request: unknown): Uint8Array {
  const text = JSON.stringify(request);
  const normal = text === text.normalize('NFC') ? text : JSON.stringify(request, normalised);
  return new TextEncoder().encode(normal);
}

/** One request; a trap is reported as `EngineTrap`. */
export function callEngine(exports: Exports, request: unknown): unknown {
  const bytes = encoded(request);
  let text: string;
  try {
    const at = exports.alloc(bytes.length);
    // The buffer is taken after alloc, because memory may have grown.
    new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
    const packed = BigInt.asUintN(64, exports.call(at, bytes.length));
    const pointer = Number(packed >> 32n);
    const length = Number(packed & 0xffffffffn);
    text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, pointer, length));
    exports.free(pointer, length);
  } catch (cause) {
    throw new EngineTrap(cause);
  }
  return answerOf(text);
}
