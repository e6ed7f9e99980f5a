import { fontFamily, ink, motion, palettes, paper, size, type Scheme } from './tokens';

/** `textSoft` becomes `--text-soft`, `s4` becomes `--s4`. */
function variableName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** All CSS variables of a scheme. */
export function cssVariables(scheme: Scheme): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [key, colour] of Object.entries(palettes[scheme])) variables.set(variableName(key), colour);
  for (const [key, pixels] of Object.entries(size)) variables.set(variableName(key), `${String(pixels)}px`);
  for (const [key, duration] of Object.entries(motion)) variables.set(variableName(key), duration);
  for (const [name, colour] of Object.entries(ink)) variables.set(`--ink-${name}`, colour);
  variables.set('--ink-paper', paper.sheet);
  variables.set('--ink-ruled', paper.ruled);
  variables.set('--font-family', fontFamily);
  return variables;
}

/** Puts the variables of a scheme on the page. */
export function applyScheme(scheme: Scheme): void {
  const style = document.documentElement.style;
  for (const [name, value] of cssVariables(scheme)) style.setProperty(name, value);
  style.colorScheme = scheme;
  document.documentElement.dataset['scheme'] = scheme;
}
