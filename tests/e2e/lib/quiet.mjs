/** Pages that come to rest, and going from one to the next without loading the program again. */
import { wordsIn } from './words.mjs';

/** Goes to a page of the app as its own links do, without loading the program again. */
export function go(path) {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate', { state: null }));
}

/** Answers a wait until the page asks the server for nothing and shows nothing as loading. */
export function silence(page) {
  const asked = new Set();
  page.on('request', (request) => {
    if (!request.url().endsWith('/api/events')) asked.add(request);
  });
  const answered = (request) => asked.delete(request);
  page.on('requestfinished', answered);
  page.on('requestfailed', answered);
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) asked.clear();
  });
  const loading = ['zh-CN', 'en'].map((locale) => wordsIn(locale)('state.loading'));
  const still = (labels) =>
    new Promise((resolve) => {
      // What the page still has to draw comes before an idle moment, however slow the machine is.
      requestAnimationFrame(() => requestIdleCallback(() => requestAnimationFrame(() => {
        const busy = [...document.querySelectorAll('[role=status][aria-label], [aria-busy=true]')].some((one) => one.ariaBusy === 'true' || labels.includes(one.ariaLabel));
        resolve(!busy && document.querySelector('h1, [role=alert]') !== null);
      }), { timeout: 1_000 }));
    });
  return async () => {
    const end = Date.now() + 20_000;
    for (let calm = 0; calm < 2; ) {
      if (Date.now() > end) throw new Error(`the page does not come to rest: ${[...asked].map((request) => request.url()).join(' ')}`);
      calm = (await page.evaluate(still, loading)) && asked.size === 0 ? calm + 1 : 0;
    }
  };
}
