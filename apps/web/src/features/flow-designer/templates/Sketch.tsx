import { textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';
import { drawingOf, pathOf, type Sizes } from '@/features/records';
import { size } from '@/theme';
import { inOrder } from '../tree';
import { ending, splitting } from '../ways';
import { useNames } from '../words';
import styles from './templates.module.css';

const small: Sizes = { width: size.s10, height: size.s4, across: size.s3, down: size.s4 };
const named: Sizes = { width: size.s12 * 3, height: size.s8, across: size.s4, down: size.s5 };
/** Room for the outlines at the edge of the drawing. */
const margin = size.s1;
/** How far the drawing shrinks before it is scrolled: its words stay readable. */
const leastScale = 0.75;

function shapeOf(kind: string): 'end' | 'way' | 'step' {
  if (kind === 'start' || ending.has(kind)) return 'end';
  return splitting.has(kind) || kind === 'join' ? 'way' : 'step';
}

/** How many of several people have to agree, as a sign that needs no language. */
const signs: Readonly<Record<string, string>> = { any: '1/n', all: 'n/n', sequential: '1→n' };

/** A flow in small: its shape, and with `words` the names of its steps. */
export function Sketch({ flow, words = false }: { flow: Json; words?: boolean }) {
  const names = useNames(flow);
  const order = inOrder(flow);
  const nodes = new Map(objectsIn(flow, 'nodes').map((node) => [String(node['id']), node]));
  const links = objectsIn(flow, 'edges').map((edge) => ({ id: String(edge['id']), from: textIn(edge, 'from') ?? '', to: textIn(edge, 'to') ?? '' }));
  const sizes = words ? named : small;
  const drawing = drawingOf(order, links, sizes);
  const [width, height] = [drawing.width + 2 * margin, drawing.height + 2 * margin];
  return (
    <svg className={styles['sketch']} data-words={words} viewBox={`${String(-margin)} ${String(-margin)} ${String(width)} ${String(height)}`} {...(words ? { role: 'img', 'aria-label': order.map(names.node).join(' → '), style: { width: `clamp(${String(width * leastScale)}px, 100%, ${String(width)}px)` } } : { 'aria-hidden': true })}>
      {drawing.lines.map((line) => <path key={line.id} className={styles['line']} data-back={line.back} d={pathOf(line)} />)}
      {order.map((id) => {
        const at = drawing.nodes.get(id) ?? { x: 0, y: 0 };
        const shape = shapeOf(textIn(nodes.get(id), 'kind') ?? '');
        const said = words ? names.node(id) : signs[textIn(nodes.get(id), 'mode') ?? ''];
        return (
          <g key={id} data-shape={shape}>
            <rect x={at.x} y={at.y} width={sizes.width} height={sizes.height} rx={shape === 'end' ? sizes.height / 2 : shape === 'way' ? 0 : size.s1} />
            {said !== undefined && <text x={at.x + sizes.width / 2} y={at.y + sizes.height / 2} textAnchor="middle" dominantBaseline="central">{said}</text>}
          </g>
        );
      })}
    </svg>
  );
}
