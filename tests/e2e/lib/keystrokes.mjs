/** How long a letter takes from the key to the screen. */

/** Begins to measure every key on a page. */
export function watchKeys(page) {
  return page.evaluate(() => {
    const keys = new Map();
    globalThis.keystrokes = keys;
    const channel = new MessageChannel();
    const waiting = [];
    // After the frame: the message is handled when the frame of the animation callback has been drawn.
    channel.port1.onmessage = () => {
      const now = performance.now();
      for (const begun of waiting.splice(0)) keys.set(begun, { ...keys.get(begun), frame: now - begun });
    };
    window.addEventListener('keydown', (event) => {
      const begun = event.timeStamp;
      keys.set(begun, { key: event.key });
      requestAnimationFrame(() => {
        waiting.push(begun);
        channel.port2.postMessage(null);
      });
    }, true);
    // What the browser itself says: from the key to the next paint after it was handled. It tells of nothing below 16 ms.
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        const known = keys.get(startTime);
        if (known !== undefined) keys.set(startTime, { ...known, paint: Math.max(known.paint ?? 0, duration) });
      }
    }).observe({ type: 'event', durationThreshold: 16 });
  });
}

/** The times of the letters and digits that were typed since it was asked last, in milliseconds. */
export async function keyTimes(page) {
  // What the browser tells comes a moment later.
  const found = await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const all = [...globalThis.keystrokes.values()];
    globalThis.keystrokes.clear();
    return all;
  });
  const typed = found.filter(({ key }) => key.length === 1);
  const sorted = (times) => times.toSorted((one, other) => one - other);
  return { count: typed.length, paint: spread(sorted(typed.map(({ paint = 16 }) => paint))), frame: spread(sorted(typed.map(({ frame = Infinity }) => frame))) };
}

function spread(times) {
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), most: at(1) };
}
