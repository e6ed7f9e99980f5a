/** What is looked for on every screen: faults of access, of width and of language. */
import axe from 'axe-core';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/server.mjs';

/** Puts the accessibility checker into every document of a context. */
export const checker = { content: axe.source };

/** Serious and critical findings of the checker. The scheme changes colours only, so the second one is asked for contrast alone. */
export async function barriers(page, rules = null) {
  const findings = await page.evaluate(async (wanted) => {
    // What is still fading in or out has neither its colours nor, when it goes, a place on the page.
    const passing = document.getAnimations().filter(({ effect, playState }) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity);
    await Promise.race([Promise.allSettled(passing.map(({ finished }) => finished)), new Promise((resolve) => setTimeout(resolve, 2_000))]);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const choice = wanted === null ? { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } : { type: 'rule', values: wanted };
    const { violations } = await globalThis.axe.run(document, { runOnly: choice, resultTypes: ['violations'], iframes: false, elementRef: false, ancestry: false });
    return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, places: nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`) }));
  }, rules);
  return findings.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, places }) => `${id}: ${help}\n      ${places.join('\n      ')}`);
}

/** What sticks out of the page, or of the part that scrolls up and down. */
export function sticksOut(page) {
  return page.evaluate(() => {
    const parts = [document.documentElement, document.body, ...document.querySelectorAll('main, [role=dialog]')];
    return parts
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
      .map((part) => {
        const edge = part.getBoundingClientRect().left + part.clientWidth;
        const widest = [...part.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > edge + 1).at(-1);
        return `<${part.localName}> is ${part.scrollWidth} wide in ${part.clientWidth}: ${widest?.outerHTML.slice(0, 160) ?? ''}`;
      });
  });
}

const chinese = /[\p{Script=Han}，。：；？！（）「」、]+/gu;

/** Everything that people can read or hear on the page, but for what says of itself that it is in another language. */
function readable(page) {
  return page.evaluate(() => {
    const foreign = (node) => node.closest('[lang]')?.lang.startsWith('zh') === true;
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text !== null; text = walk.nextNode()) {
      const parent = text.parentElement;
      if (parent === null || foreign(parent) || ['SCRIPT', 'STYLE'].includes(parent.tagName)) continue;
      if (text.data.trim() !== '') found.push(text.data);
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      for (const one of document.querySelectorAll(`[${name}]`)) if (!foreign(one)) found.push(one.getAttribute(name));
    }
    return [...found, document.title];
  });
}

/** Knows what people wrote themselves: all texts that the server told, but for labels that have English. */
export class Sources {
  #texts = new Set();
  #names = new Set();
  #labels = new Set();

  constructor(folders) {
    for (const folder of folders) for (const file of filesIn(join(root, folder))) this.#labelsOf(JSON.parse(readFileSync(file, 'utf8')));
  }

  /** Listens to what the server tells a page. */
  listen(page) {
    page.on('response', (answer) => {
      if (!answer.headers()['content-type']?.includes('json')) return;
      answer.json().then((body) => { this.#learn(body); }, () => undefined);
    });
  }

  /** Words on an English page that are Chinese and that nobody wrote as such. */
  async untranslated(page) {
    const runs = (await readable(page)).flatMap((text) => (text.match(chinese) ?? []).map((run) => ({ run, text })));
    return [...new Set(runs.filter(({ run }) => !this.#written(run)).map(({ text }) => text.trim().slice(0, 80)))];
  }

  #written(run) {
    if (this.#names.has(run)) return true;
    // A label that has English may stand inside what somebody wrote, but not alone.
    for (const text of this.#texts) if (text.includes(run) && !(text === run && this.#labels.has(run))) return true;
    return false;
  }

  #labelsOf(value) {
    if (Array.isArray(value)) for (const one of value) this.#labelsOf(one);
    else if (value !== null && typeof value === 'object') {
      if (typeof value['zh-CN'] === 'string' && typeof value.en === 'string' && value.en !== value['zh-CN']) this.#labels.add(value['zh-CN']);
      for (const one of Object.values(value)) this.#labelsOf(one);
    }
  }

  #learn(value, key = '') {
    if (typeof value === 'string') {
      if (value.match(chinese) !== null) this.#texts.add(value);
      if (key === 'name' || key.endsWith('_name')) this.#names.add(value);
    } else if (Array.isArray(value)) for (const one of value) this.#learn(one);
    else if (value !== null && typeof value === 'object') {
      for (const [key, one] of Object.entries(value)) if (key !== 'zh-CN' || typeof value.en !== 'string') this.#learn(one, key);
    }
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.json') && !file.startsWith('demo')).map((file) => join(folder, file));
}
