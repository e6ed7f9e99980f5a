// Puts requests, one a line, to the browser engine and prints its answers, one a line.
// node crates/engine-wasm/tests/replay.mjs <engine_wasm.wasm> <requests.jsonl>
import { readFileSync } from "node:fs";

const [modulePath, requestsPath] = process.argv.slice(2);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(modulePath)), {});
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
const answers = readFileSync(requestsPath, "utf8").split("\n").map((request) => {
  const bytes = encoder.encode(request);
  const at = exports.alloc(bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  const packed = BigInt.asUintN(64, exports.call(at, bytes.length));
  const [pointer, length] = [Number(packed >> 32n), Number(packed & 0xffffffffn)];
  const answer = decoder.decode(new Uint8Array(exports.memory.buffer, pointer, length));
  exports.free(pointer, length);
  return answer;
});
process.stdout.write(`${answers.join("\n")}\n`);
