/** The words of a formula, as far as conditions and lists of used fields need them; the engine reads it in earnest. */

export interface Token {
  readonly type: 'field' | 'text' | 'number' | 'name' | 'sign';
  readonly text: string;
}

const pattern = /\s*(?:\{(?<field>[A-Za-z_][\w.]*)\}|"(?<text>(?:[^"]|"")*)"|(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z_][\w.]*)|(?<sign><>|<=|>=|[=<>(),;+\-*/&^%{}!#:]))/y;

/** The words in order; null when something else stands there. */
export function readTokens(formula: string): readonly Token[] | null {
  const source = formula.trim().replace(/^=/, '').trim();
  const tokens: Token[] = [];
  const types = ['field', 'text', 'number', 'name', 'sign'] as const;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.length) {
    const groups = pattern.exec(source)?.groups;
    if (groups === undefined) return null;
    for (const type of types) {
      const text = groups[type];
      if (text !== undefined) tokens.push({ type, text: type === 'text' ? text.replaceAll('""', '"') : text });
    }
  }
  return tokens;
}

/** The fields that a formula names, each once: `amount`, `lines.price`, `customer.level`. */
export function fieldsIn(formula: string): readonly string[] {
  const outside = formula.replaceAll(/"(?:[^"]|"")*"/g, '""');
  return [...new Set([...outside.matchAll(/\{([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?)\}/g)].map((match) => match[1] ?? ''))];
}
