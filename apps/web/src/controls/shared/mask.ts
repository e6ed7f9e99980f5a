/** A text with its middle hidden, as the server hides it: `13812345678` becomes `138****5678`. */
export function maskText(text: string): string {
  const signs = Array.from(text);
  const { length } = signs;
  if (length === 0) return '';
  let [head, tail] = [3, 4];
  if (length === 1) [head, tail] = [0, 0];
  else if (length <= 4) [head, tail] = [1, 0];
  else if (length <= 8) [head, tail] = [1, 1];
  const stars = length > 8 ? 4 : length - head - tail;
  return signs.slice(0, head).join('') + '*'.repeat(stars) + signs.slice(length - tail).join('');
}
