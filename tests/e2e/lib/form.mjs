import { deflateSync } from 'node:zlib';

/** How a person fills a form: each control by the label that stands above it, the same on a desk and on a phone. */

/** The words of a label; required fields say so after it. */
function labelled(label) {
  return new RegExp(`^${label}\\s*(\\*\\s*(必填)?)?$`);
}

/** A field by its label. */
export function field(place, label) {
  const kinds = ['textbox', 'combobox', 'spinbutton', 'switch', 'status'].map((role) => place.getByRole(role));
  return place.getByLabel(labelled(label)).and(kinds.reduce((any, kind) => any.or(kind))).first();
}

export async function write(place, label, text) {
  await field(place, label).fill(text);
}

/** Chooses from a list that opens, typing what is looked for. */
export async function choose(page, place, label, option) {
  const input = field(place, label);
  await input.click();
  await input.fill(option);
  await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().click();
}

/** Chooses one of a few that stand side by side. */
export async function pick(place, label, option) {
  await place.getByRole('radiogroup', { name: labelled(label) }).getByRole('radio', { name: option, exact: typeof option === 'string' }).check();
}

/** Finds a leaf in a tree of options by typing. */
export async function chooseLeaf(page, place, label, leaf) {
  const input = field(place, label);
  await input.click();
  await input.fill(leaf);
  await page.getByRole('menuitemcheckbox', { name: leaf }).or(page.getByRole('menuitem', { name: leaf })).filter({ visible: true }).first().click();
}

/** Ticks one of a few boxes. */
export async function tick(place, label, option) {
  await place.getByRole('group', { name: labelled(label) }).getByRole('checkbox', { name: option }).check();
}

/** Gives stars. */
export async function rate(place, label, stars) {
  await place.getByRole('group', { name: labelled(label) }).getByRole('radio').nth(stars - 1).click();
}

/** The row of a sub-table: a line of the grid on a desk, a card on a phone. */
export async function fillRow(place, number, values) {
  for (const [label, text] of Object.entries(values)) {
    await place.getByLabel(labelled(label)).and(place.getByRole('textbox').or(place.getByRole('spinbutton'))).nth(number - 1).fill(text);
  }
}

/** A small picture, 64 by 64 points. */
export function png() {
  const side = 64;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const line = (y) => [0, ...Array.from({ length: side }, (_, x) => [x * 4, y * 4, 160]).flat()];
  const points = deflateSync(Buffer.from(Array.from({ length: side }, (_, y) => line(y)).flat()));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', points), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name, body) {
  const frame = Buffer.alloc(12 + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.write(name, 4, 'latin1');
  body.copy(frame, 8);
  frame.writeUInt32BE(crc32(frame.subarray(4, 8 + body.length)), 8 + body.length);
  return frame;
}

/** The checksum of a PNG chunk. */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
