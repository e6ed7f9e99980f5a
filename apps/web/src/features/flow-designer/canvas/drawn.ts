import { textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { drawingOf, type Sizes } from '@/features/records';
import { size } from '@/theme';
import { placesOf, type Place } from '../graph';

/** How large a step is on the canvas, and how far steps stand from each other. */
export const sizes: Sizes = { width: size.menu, height: size.s12 + size.s10, across: size.s12, down: size.s12 + size.s6 };

/** Where all steps stand: where somebody has put them, else where the drawing of the flow puts them. */
export function standing(flow: Json): ReadonlyMap<string, Place> {
  const ids = objectsIn(flow, 'nodes').map((node) => String(node['id']));
  const links = objectsIn(flow, 'edges').map((edge) => ({ id: String(edge['id']), from: textIn(edge, 'from') ?? '', to: textIn(edge, 'to') ?? '' }));
  const drawing = drawingOf(ids, links, sizes);
  const kept = placesOf(flow);
  return new Map(ids.map((id) => [id, kept.get(id) ?? drawing.nodes.get(id) ?? { x: 0, y: 0 }]));
}

/** What became of a part between two versions. */
export type Change = 'added' | 'removed' | 'changed';

/** Words on a line, short enough not to cover the steps beside it. */
export function shortened(words: string): string {
  const most = 16;
  const letters = [...words];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : words;
}
