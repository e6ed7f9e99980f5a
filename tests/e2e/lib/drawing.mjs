/** The window in which a picture is drawn on, as a mouse and a keyboard use it. */

/** Opens a picture to draw on it. */
export async function openPicture(page, place, name) {
  await place.getByRole('button', { name: `打开 ${name}` }).click();
  const window = page.getByRole('dialog', { name: new RegExp(name) });
  await window.getByRole('img', { name, exact: true }).waitFor();
  return window;
}

/** Where a share of the picture stands on the screen. */
async function spot(window, [across, down]) {
  const { x, y, width, height } = await window.locator('img').first().boundingBox();
  return [x + width * across, y + height * down];
}

/** Presses, moves and lets go, at shares of the picture. */
export async function drag(page, window, from, ...to) {
  await page.mouse.move(...(await spot(window, from)));
  await page.mouse.down();
  for (const place of to) await page.mouse.move(...(await spot(window, place)), { steps: 5 });
  await page.mouse.up();
}

export async function tool(window, name) {
  await window.getByRole('toolbar').getByTitle(name, { exact: true }).click();
}

/** Draws on a canvas with some strokes; answers how many points of it are ink. */
export async function strokes(page, canvas, lines) {
  const { x, y, width, height } = await canvas.boundingBox();
  for (const [first, ...rest] of lines) {
    await page.mouse.move(x + first[0] * width, y + first[1] * height);
    await page.mouse.down();
    for (const [across, down] of rest) await page.mouse.move(x + across * width, y + down * height, { steps: 6 });
    await page.mouse.up();
  }
  return inkOn(canvas);
}

/** How many points of a canvas are not clear. */
export function inkOn(canvas) {
  return canvas.evaluate((sheet) => sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height).data.filter((value, at) => at % 4 === 3 && value > 0).length);
}
