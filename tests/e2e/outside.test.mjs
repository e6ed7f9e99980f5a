/** Programs outside: the TypeScript of an app compiles and refuses wrong uses, its OpenAPI passes a foreign validator. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, run, scratch } from '../lib/server.mjs';

// The web app brings the compiler and the validator along.
const require = createRequire(join(root, 'apps/web/package.json'));
const packages = ['definitions/complaint-management', 'examples/control-gallery', 'examples/leave-request'];

async function described(what, app) {
  const { code, out, err } = await run(['describe', what, app, '--lang', 'en']);
  assert.equal(code, 0, err);
  return out;
}

/** What the compiler says of some files. */
function compile(folder, files) {
  const ts = require('typescript');
  const names = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const options = { strict: true, noEmit: true, exactOptionalPropertyTypes: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022 };
  const program = ts.createProgram(names, options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

for (const app of packages) {
  test(`the types of ${app} compile`, { timeout: 60_000 }, async () => {
    assert.deepEqual(compile(scratch('types'), { 'app.ts': await described('typescript', app) }), []);
  });

  test(`the interface of ${app} is OpenAPI`, { timeout: 60_000 }, async () => {
    const { createConfig, lintFromString } = require('@redocly/openapi-core');
    const rules = {
      struct: 'error',
      'no-unresolved-refs': 'error',
      'operation-operationId-unique': 'error',
      'operation-parameters-unique': 'error',
      'path-parameters-defined': 'error',
      'path-declaration-must-exist': 'error',
      'no-identical-paths': 'error',
      'security-defined': 'error',
      'operation-operationId-url-safe': 'error',
    };
    const config = await createConfig({ rules });
    const problems = await lintFromString({ source: await described('openapi', app), config });
    assert.deepEqual(problems.map(({ message, location }) => `${message} ${location[0]?.pointer ?? ''}`), []);
  });
}

test('a wrong use of the types is refused', { timeout: 60_000 }, async () => {
  const types = await described('typescript', 'examples/leave-request');
  const names = 'Forms, NewRequest, RecordOf, Request, RequestChange';
  const compiled = (text) => compile(scratch('use'), { 'leave.ts': types, 'use.ts': `import type { ${names} } from './leave';\n${text}\n` });
  const whole = "from: '2026-03-05', to: '2026-03-06', reason: 'moving'";
  for (const right of [
    `export const a: NewRequest = { ${whole}, kind: 'other', half_day: true };`,
    "export const a: RequestChange = { reason: 'ill' };",
    'export const days = (of: RecordOf<Request>): string | null => of.values.days;',
    `export const a: Forms['request']['create'] = { ${whole} };`,
  ]) {
    assert.deepEqual(compiled(right), [], right);
  }
  for (const wrong of [
    `export const a: NewRequest = { ${whole}, kind: 'holiday' };`,
    `export const a: NewRequest = { ${whole}, days: '1.0' };`,
    "export const a: NewRequest = { from: '2026-03-05', to: '2026-03-06' };",
    'export const a: RequestChange = { reason: 5 };',
    'export const change = (of: RecordOf<Request>): void => { of.values.days = null; };',
    "export const a: Forms['request']['create'] = { colour: 'red' };",
  ]) {
    assert.ok(compiled(wrong).length > 0, wrong);
  }
});
