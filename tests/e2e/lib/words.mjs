/** The texts of the browser app, so that a walk finds its way in every language. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../lib/server.mjs';

const web = join(root, 'apps/web/src');

/** Answers a text by its key, as the app names it: `action.save`, `administration.users`. */
export function wordsIn(locale) {
  const texts = JSON.parse(readFileSync(join(web, `i18n/${locale}.json`), 'utf8'));
  for (const feature of readdirSync(join(web, 'features'))) {
    try {
      texts[feature] = JSON.parse(readFileSync(join(web, 'features', feature, 'locales', `${locale}.json`), 'utf8'));
    } catch {
      // A feature without texts of its own.
    }
  }
  return (key, values = {}) => {
    const text = key.split('.').reduce((part, step) => part?.[step], texts);
    if (typeof text !== 'string') throw new Error(`the browser app has no text «${key}» in ${locale}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''));
  };
}
