import { deflateSync } from 'node:zlib';

/** How a person fills a form: each control by the label that stands above it, the same on a desk and on a phone. */

const plain = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The words of a label; required fields say so after it. */
function labelled(label) {
  return new RegExp(`^${plain(label)}\\s*(\\*\\s*(必填)?)?$`);
}

/** What a group of controls is called: its label, and its help after it. */
function called({ label, help = '' }) {
  return new RegExp(`^${plain(label)}\\s*(\\*\\s*(必填)?)?\\s*(${plain(help)})?$`);
}

/** A field by its label. */
export function field(place, label) {
  const kinds = ['textbox', 'combobox', 'spinbutton', 'switch', 'status'].map((role) => place.getByRole(role));
  return place.getByLabel(labelled(label)).and(kinds.reduce((any, kind) => any.or(kind))).first();
}

export async function write(place, label, text) {
  await field(place, label).fill(text);
}

/** Fills in fields of a form as the package defines them: `values` by field id, options by option id, in this order. */
export async function fill(page, place, form, values) {
  for (const [id, value] of Object.entries(values)) await fillOne(page, place, form.field(id), value);
}

async function fillOne(page, place, defined, value) {
  const { kind, label } = defined;
  const way = ways[kind];
  if (way === undefined) throw new Error(`the stories do not fill «${label}» of the kind ${kind} yet`);
  await way(page, place, defined, value);
}

const typed = (_page, place, { label }, value) => write(place, label, value);

/** How each kind of field is filled. */
const ways = {
  text: typed,
  textarea: typed,
  number: typed,
  money: typed,
  date: typeDay,
  datetime: typeDay,
  switch: (_page, place, { label }, value) => field(place, label).setChecked(value),
  time: typeDay,
  email: typed,
  barcode: typed,
  serial: typeDay,
  rating: (_page, place, defined, stars) => rate(place, defined, stars),
  emoji_rating: (_page, place, defined, face) => steps(place, defined).nth(face - 1).check(),
  nps: (_page, place, defined, answer) => steps(place, defined).nth(answer).check(),
  card_choice: (_page, place, defined, value) => steps(place, defined).and(place.getByRole('radio', { name: defined.option(value), exact: true })).check(),
  choice: (page, place, defined, value) => pickOrChoose(page, place, defined, defined.option(value)),
  multi_choice: async (page, place, defined, several) => {
    for (const one of several) await tickOrChoose(page, place, defined, defined.option(one));
    await page.keyboard.press('Escape');
  },
  cascade: (page, place, defined, value) => chooseLeaf(page, place, defined.label, defined.option(value)),
  relation: (page, place, { label }, name) => choose(page, place, label, name),
  tags: async (page, place, { label }, several) => {
    for (const one of several) await write(place, label, `${one},`);
    await page.keyboard.press('Escape');
  },
  upload: attach,
  defect_photo: attach,
  sub_table: addRows,
};

/** A day, a time or a number of a thing, typed; Enter takes it. */
async function typeDay(_page, place, { label }, value) {
  const input = field(place, label);
  await input.fill(value);
  await input.press('Enter');
}

/** Few options stand side by side, many in a list that opens. */
async function pickOrChoose(page, place, defined, option) {
  const { label } = defined;
  const buttons = place.getByRole('radiogroup', { name: called(defined) });
  await buttons.or(field(place, label)).first().waitFor();
  if ((await buttons.count()) > 0) await buttons.getByRole('radio', { name: option, exact: true }).check();
  else await choose(page, place, label, option);
}

async function tickOrChoose(page, place, defined, option) {
  const { label } = defined;
  const boxes = place.getByRole('group', { name: called(defined) }).getByRole('checkbox', { name: option });
  await boxes.or(field(place, label)).first().waitFor();
  if ((await boxes.count()) > 0) await boxes.check();
  else await choose(page, place, label, option);
}

/** Chooses from a list that opens, typing what is looked for. */
async function choose(page, place, label, option) {
  const input = field(place, label);
  await input.click();
  await input.fill(option);
  await page.getByTitle(option, { exact: true }).filter({ visible: true }).last().click();
}

/** Finds a leaf in a tree of options by typing. */
async function chooseLeaf(page, place, label, leaf) {
  const input = field(place, label);
  await input.click();
  await input.fill(leaf);
  await page.getByRole('menuitemcheckbox', { name: leaf }).or(page.getByRole('menuitem', { name: leaf })).filter({ visible: true }).first().click();
}

/** Gives stars. */
async function rate(place, defined, stars) {
  await steps(place, defined).and(place.getByRole('radio', { name: `${stars} 星`, exact: true })).check();
}

/** The choices that stand side by side. */
function steps(place, defined) {
  return place.getByRole('radiogroup', { name: called(defined) }).getByRole('radio');
}

/** The box of a field of files, with all its buttons, by its label or as the package defines it. */
export function box(place, field) {
  return place.getByRole('group', { name: called(typeof field === 'string' ? { label: field } : field) });
}

/** Chooses a file where a button asks for one. */
export async function chooseFile(page, button, name, buffer) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles({ name, mimeType: 'image/png', buffer });
}

/** Puts in a file and waits until it is there. */
async function attach(page, place, defined, name) {
  await putIn(page, place, defined, name, png());
}

/** Puts a picture into a field of files and waits until it is there. */
export async function putIn(page, place, field, name, content) {
  const here = box(place, field);
  await chooseFile(page, here.getByRole('button', { name: /拍照或选图|选择文件/ }), name, content);
  await here.getByRole('button', { name: `移除 ${name}` }).waitFor();
}

/** The rows of a sub-table: lines of the grid on a desk, cards on a phone. */
async function addRows(_page, place, defined, rows) {
  for (const [index, row] of rows.entries()) {
    await place.getByRole('button', { name: '添加一行' }).click();
    for (const [id, text] of Object.entries(row)) {
      const cells = place.getByLabel(labelled(defined.column(id).label)).and(place.getByRole('textbox').or(place.getByRole('spinbutton')));
      await cells.nth(index).fill(text);
    }
  }
}

/** A picture as it is sent to the server. */
export function picture(name, buffer) {
  const upload = new FormData();
  upload.append('file', new File([buffer], name, { type: 'image/png' }));
  return upload;
}

/** A picture in colours that run into each other, a small one unless it is said otherwise. */
export function png(width = 64, height = width) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const line = (y) => [0, ...Array.from({ length: width }, (_, x) => [(x * 4) % 256, (y * 4) % 256, 160]).flat()];
  const points = deflateSync(Buffer.from(Array.from({ length: height }, (_, y) => line(y)).flat()));
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

/** Chooses by the keyboard: what is written leaves one option over, and Enter takes the option that is marked, which follows a moment later. */
export async function pickByKeyboard(page, input, option) {
  await input.fill(option);
  const marked = (name) => {
    const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
    return document.getElementById(id)?.getAttribute('aria-label') === name;
  };
  await page.waitForFunction(marked, option);
  await page.keyboard.press('Enter');
}
