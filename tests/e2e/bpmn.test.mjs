/** A flow leaves as BPMN 2.0 that a foreign reader takes without a warning; a model of another tool becomes a draft, with a report. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { BpmnModdle } from 'bpmn-moddle';
import { Client, until } from '../lib/server.mjs';
import { barriers, checker, sticksOut } from './lib/inspect.mjs';
import { browser, desk, open, password, person, phone, play, snap } from './lib/stage.mjs';

let server;
let chrome;
before(async () => {
  server = await open();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await server?.stop();
});

/** A model as Flowable's modeler writes it, for roles of the app; `more` stands before the end. */
const model = (more = '') => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:flowable="http://flowable.org/bpmn" targetNamespace="http://www.flowable.org/processdef">
  <process id="secondLook" name="二次复核" isExecutable="true">
    <startEvent id="start" name="登记" flowable:initiator="initiator"/>
    <userTask id="check" name="复核" flowable:candidateGroups="lead" flowable:dueDate="PT4H"/>
    <exclusiveGateway id="urgent" name="是否紧急" default="no"/>
    <userTask id="boss" name="总监确认" flowable:candidateGroups="director"/>
    ${more}
    <endEvent id="end" name="结束"/>
    <sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
    <sequenceFlow id="f2" sourceRef="check" targetRef="urgent"/>
    <sequenceFlow id="yes" name="紧急" sourceRef="urgent" targetRef="boss"><conditionExpression xsi:type="tFormalExpression"><![CDATA[\${priority == 'p0'}]]></conditionExpression></sequenceFlow>
    <sequenceFlow id="no" sourceRef="urgent" targetRef="end"/>
    <sequenceFlow id="f3" sourceRef="boss" targetRef="end"/>
  </process>
</definitions>`;

const file = (text) => ({ name: 'second-look.bpmn20.xml', mimeType: 'text/xml', buffer: Buffer.from(text) });

/** What a foreign reader finds: how many of each element, and what it has to say. */
async function readByOthers(text) {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(text);
  const process = rootElement.rootElements.find(({ $type }) => $type === 'bpmn:Process');
  const count = {};
  for (const { $type } of process.flowElements) count[$type] = (count[$type] ?? 0) + 1;
  const drawn = rootElement.diagrams[0].plane.planeElement.map(({ bpmnElement }) => bpmnElement);
  return { process, warnings, count, drawn };
}

/** A flow with a node of every kind, and every way out of a step. */
const everyKind = {
  format: 1,
  id: 'every_kind',
  label: { 'zh-CN': '各种节点', en: 'Every kind' },
  form: 'complaint',
  nodes: [
    { id: 'start', kind: 'start', label: '发起' },
    { id: 'vote', kind: 'approve', label: '票签', assign: [{ by: 'role', role: 'lead' }], mode: { ratio: { percent: 60 } }, on_reject: { edge: 'refused' }, boundary: [{ on: { after_minutes: 90 }, edge: 'late' }, { on: { message: 'recalled' }, edge: 'recalled', goes_on: true }] },
    { id: 'rows', kind: 'for_each', label: '逐行', over: 'items', assign: [{ by: 'role', role: 'agent' }], need: 2 },
    { id: 'split', kind: 'parallel' },
    { id: 'part', kind: 'call', label: '子流程', flow: 'complaint_main', on_reject: { edge: 'part_refused' } },
    { id: 'book', kind: 'service', label: '记账', service: 'ledger', on_fault: 'failed' },
    { id: 'two', kind: 'join', need: 1 },
    { id: 'some', kind: 'inclusive' },
    { id: 'tell', kind: 'cc', label: '抄送', assign: [{ by: 'role', role: 'quality' }] },
    { id: 'wait', kind: 'choice' },
    { id: 'reply', kind: 'message', label: '答复', name: 'reply' },
    { id: 'day', kind: 'timer', label: '一天', after_minutes: 1440 },
    { id: 'again', kind: 'exclusive' },
    { id: 'stop', kind: 'terminate' },
    { id: 'no', kind: 'end', label: '不通过', result: 'rejected' },
    { id: 'end', kind: 'end', label: '结束' },
  ],
  edges: [
    ['e1', 'start', 'vote'], ['e2', 'vote', 'rows'], ['refused', 'vote', 'no'], ['late', 'vote', 'stop'], ['recalled', 'vote', 'tell'],
    ['e3', 'rows', 'split'], ['e4', 'split', 'part'], ['e5', 'split', 'book'], ['e6', 'part', 'two'], ['part_refused', 'part', 'no'],
    ['e7', 'book', 'two'], ['failed', 'book', 'no'], ['e8', 'two', 'some'], ['e9', 'some', 'tell', '{priority} = "p0"'], ['e10', 'some', 'wait'],
    ['e11', 'tell', 'end'], ['e12', 'wait', 'reply'], ['e13', 'wait', 'day'], ['e14', 'reply', 'again'], ['e15', 'day', 'end'],
    ['e16', 'again', 'vote', '{priority} = "p1" & "<&>"'], ['e17', 'again', 'end'],
  ].map(([id, from, to, when]) => ({ id, from, to, ...(when === undefined ? {} : { when }), ...(['e10', 'e17'].includes(id) ? { default: true } : {}) })),
};

test('what leaves is read by another program without a warning', { timeout: 120_000 }, async () => {
  const builder = await new Client(server.address).signIn('director', password);
  assert.equal((await builder.send('PUT', '/api/build/complaint/objects/flow/every_kind', everyKind)).status, 200);
  for (const flow of ['complaint_main', 'every_kind']) {
    const { definition } = (await builder.send('GET', `/api/build/complaint/objects/flow/${flow}`)).body;
    const answer = await fetch(`${server.address}/api/build/complaint/flows/${flow}/bpmn`, { headers: { Cookie: builder.cookie } });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-disposition'), /^attachment; .*\.bpmn$/);
    const { process, warnings, count, drawn } = await readByOthers(await answer.text());
    assert.deepEqual(warnings.map(({ message }) => message), []);
    const kinds = (...wanted) => definition.nodes.filter(({ kind }) => wanted.includes(kind)).length;
    const counted = { UserTask: ['approve', 'handle', 'for_each'], ExclusiveGateway: ['exclusive'], ParallelGateway: ['parallel'], InclusiveGateway: ['inclusive'], ComplexGateway: ['join'], EventBasedGateway: ['choice'], IntermediateCatchEvent: ['timer', 'message'], CallActivity: ['call', 'case'], ServiceTask: ['service', 'add_records', 'change_records'], SendTask: ['cc', 'notify'], StartEvent: ['start'], EndEvent: ['end', 'terminate'] };
    for (const [element, wanted] of Object.entries(counted)) assert.equal(count[`bpmn:${element}`] ?? 0, kinds(...wanted), element);
    assert.equal(count['bpmn:SequenceFlow'], definition.edges.length);
    const borders = definition.nodes.flatMap((node) => [...(node.boundary ?? []), ...(node.on_reject?.edge === undefined ? [] : [node.on_reject]), ...(node.on_fault === undefined ? [] : [node.on_fault])]);
    assert.equal(count['bpmn:BoundaryEvent'] ?? 0, borders.length);
    const when = process.flowElements.flatMap(({ conditionExpression }) => (conditionExpression === undefined ? [] : [conditionExpression.body]));
    assert.deepEqual(when, definition.edges.flatMap(({ when }) => (when === undefined ? [] : [when])));
    for (const element of process.flowElements) assert.ok(drawn.includes(element), `${element.id} has a place`);
    const held = process.laneSets.flatMap(({ lanes }) => lanes.flatMap(({ flowNodeRef }) => flowNodeRef));
    assert.equal(new Set(held).size, process.flowElements.filter(({ $type }) => $type !== 'bpmn:SequenceFlow').length, 'every node is in one lane');
    assert.equal(held.length, new Set(held).size);
  }
  assert.equal((await builder.send('DELETE', '/api/build/complaint/objects/flow/every_kind')).status, 204);
});

test('a flow is exported from its designer, a model is imported, told and opened as a draft', { timeout: 180_000 }, async () => {
  const people = [];
  await play('bpmn', () => people, async () => {
    people.push(await person(chrome, server.address, 'director', desk));
    const [{ page }] = people;
    const main = page.getByRole('main');
    await page.goto('/build/complaint/flow/complaint_main');
    const leaving = page.waitForEvent('download');
    await main.getByRole('link', { name: '导出 BPMN' }).click();
    const download = await leaving;
    assert.equal(download.suggestedFilename(), '投诉处理.bpmn');
    const { warnings } = await readByOthers(readFileSync(await download.path(), 'utf8'));
    assert.deepEqual(warnings, []);
    await snap(page, 'bpmn-export');

    const dialog = await importDialog(page);
    await dialog.locator('input[type=file]').setInputFiles(file(model()));
    await dialog.getByText('全部照原样采用').waitFor();
    await dialog.getByText('得到流程：二次复核').waitFor();
    await snap(page, 'bpmn-taken');
    await dialog.locator('input[type=file]').setInputFiles(file('<html/>'));
    await dialog.getByText('这不是 BPMN 2.0 文件').waitFor();
    await dialog.locator('input[type=file]').setInputFiles(file(model()));
    await dialog.getByText('全部照原样采用').waitFor();
    await dialog.getByRole('button', { name: '打开草稿' }).click();
    await page.getByRole('group', { name: '流程图' }).getByRole('button', { name: /总监确认/ }).first().waitFor();
    const director = await new Client(server.address).signIn('director', password);
    await until(async () => (await director.send('GET', '/api/build/complaint/objects/flow/second_look')).status === 200);
    const check = (await director.send('GET', '/api/build/complaint/check')).body;
    const found = check.diagnostics.filter(({ file, severity }) => file === 'flows/second_look.json' && severity === 'error');
    assert.deepEqual(found, [], 'the draft compiles');
    const { definition } = (await director.send('GET', '/api/build/complaint/objects/flow/second_look')).body;
    assert.equal(definition.edges.find(({ id }) => id === 'yes').when, '{priority} = "p0"');
    assert.deepEqual(definition.nodes.find(({ id }) => id === 'check').deadline, { within_minutes: 240 });

    const again = await importDialog(page);
    await again.locator('input[type=file]').setInputFiles(file(model('<userTask id="u" name="找人" flowable:assignee="zhangsan"/><sequenceFlow id="f9" sourceRef="boss" targetRef="u"/>')));
    await again.getByText('用户「zhangsan」属于原系统').waitFor();
    await again.getByText('第 8 行第 5 列').first().waitFor();
    await snap(page, 'bpmn-report');
    await page.evaluate(checker.content);
    assert.deepEqual(await barriers(page), []);
    await again.getByRole('button', { name: '打开草稿' }).click();
    await main.getByText(/没有读懂，请补全后再发布/).waitFor();
    await main.getByText('用户「zhangsan」属于原系统').waitFor();
    await until(async () => (await director.send('GET', '/api/build/complaint/objects/flow/second_look_2')).status === 200);
    await snap(page, 'bpmn-draft');
    assert.deepEqual(people.flatMap(({ faults }) => faults), []);
  });
  for (const { context } of people) await context.close();
});

test('on a phone the report fits the screen', { timeout: 120_000 }, async () => {
  const people = [];
  await play('bpmn-phone', () => people, async () => {
    people.push(await person(chrome, server.address, 'director', phone));
    const [{ page }] = people;
    const dialog = await importDialog(page);
    await dialog.locator('input[type=file]').setInputFiles(file(model('<userTask id="u" name="找人" flowable:assignee="zhangsan"/>')));
    await dialog.getByText('用户「zhangsan」属于原系统').waitFor();
    await snap(page, 'bpmn-report-phone');
    assert.deepEqual(await sticksOut(page), []);
    await dialog.getByRole('button', { name: '打开草稿' }).click();
    await page.getByRole('main').getByText(/没有读懂，请补全后再发布/).waitFor();
    await snap(page, 'bpmn-draft-phone');
  });
  for (const { context } of people) await context.close();
});

/** The way to it: a new flow, from a file, over the form of the app. */
async function importDialog(page) {
  await page.goto('/build/complaint');
  await page.getByRole('button', { name: '新建流程' }).click();
  await page.getByRole('button', { name: '从 BPMN 文件导入…' }).click();
  const dialog = page.getByRole('dialog', { name: '从 BPMN 导入流程' });
  await dialog.getByRole('combobox', { name: '用于哪个表单' }).click();
  await page.locator('.ant-select-dropdown').getByTitle('投诉单', { exact: true }).click();
  return dialog;
}
