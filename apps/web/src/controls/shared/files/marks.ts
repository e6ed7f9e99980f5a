/** Shapes over a picture, in pixels of the picture and in whole numbers: every screen and every paper draws the same. */
import { isObject, isText } from '@/api/narrow';
import { ink, type Ink } from '@/theme';

export const shapeKinds = ['arrow', 'box', 'ellipse', 'line', 'text', 'mosaic'] as const;
export type ShapeKind = (typeof shapeKinds)[number];

export interface Shape {
  readonly kind: ShapeKind;
  /** x, y, x, y … */
  readonly points: readonly number[];
  readonly colour?: Ink;
  /** Width of a line; of a mosaic, the side of a stone. */
  readonly width?: number;
  /** Height of letters. */
  readonly size?: number;
  readonly text?: string;
}

export interface Marks {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export const inks: readonly Ink[] = ['red', 'yellow', 'green', 'blue', 'black', 'white'];

function readShape(value: unknown): readonly Shape[] {
  if (!isObject(value) || !Array.isArray(value['points'])) return [];
  const kind = shapeKinds.find((one) => one === value['kind']);
  if (kind === undefined) return [];
  const { width, size, text } = value;
  const colour = inks.find((one) => one === value['colour']);
  return [
    {
      kind,
      points: value['points'].filter((point): point is number => typeof point === 'number'),
      ...(colour === undefined ? {} : { colour }),
      ...(typeof width === 'number' ? { width } : {}),
      ...(typeof size === 'number' ? { size } : {}),
      ...(isText(text) ? { text } : {}),
    },
  ];
}

/** Reads the shapes of a file; none when nothing was drawn. */
export function readMarks(value: unknown): Marks | null {
  if (!isObject(value) || !Array.isArray(value['shapes'])) return null;
  const { width, height } = value;
  if (typeof width !== 'number' || typeof height !== 'number' || width < 1 || height < 1) return null;
  const shapes = value['shapes'].flatMap(readShape);
  return shapes.length === 0 ? null : { width, height, shapes };
}

/** The rectangle between two corners, whichever they are. */
export function boxOf(points: readonly number[]): { x: number; y: number; width: number; height: number } {
  const [x = 0, y = 0, right = 0, bottom = 0] = points;
  return { x: Math.min(x, right), y: Math.min(y, bottom), width: Math.abs(right - x), height: Math.abs(bottom - y) };
}

/** About how wide letters stand: hanzi are as wide as high, others a little over half of it. */
function widthOf(text: string, size: number): number {
  return [...text].reduce((wide, letter) => wide + (/[\u2E80-\uFFEF]/.test(letter) ? size : size * 0.6), 0);
}

/** The rectangle around a shape. */
export function boundsOf(shape: Shape): { x: number; y: number; width: number; height: number } {
  const { points } = shape;
  if (shape.kind === 'text') {
    const [x = 0, y = 0] = points;
    const size = shape.size ?? 32;
    return { x, y: y - size, width: widthOf(shape.text ?? '', size), height: size * 1.25 };
  }
  const [across, down] = [points.filter((_, at) => at % 2 === 0), points.filter((_, at) => at % 2 === 1)];
  const [x, y] = [Math.min(...across), Math.min(...down)];
  return { x, y, width: Math.max(...across) - x, height: Math.max(...down) - y };
}

/** The corner by which a shape is made larger; a line by hand has none. */
export function cornerOf(shape: Shape): readonly [number, number] | null {
  if (shape.kind === 'line') return null;
  if (shape.kind === 'text') {
    const { x, y, width, height } = boundsOf(shape);
    return [x + width, y + height];
  }
  const [x = 0, y = 0] = shape.points.slice(-2);
  return [x, y];
}

/** The corners of an arrow's head. */
export function headOf(points: readonly number[], width: number): readonly (readonly [number, number])[] {
  const [x = 0, y = 0, tipX = 0, tipY = 0] = points;
  const length = Math.hypot(tipX - x, tipY - y) || 1;
  const [alongX, alongY] = [(tipX - x) / length, (tipY - y) / length];
  const long = Math.min(width * 4, length);
  const [backX, backY] = [tipX - alongX * long, tipY - alongY * long];
  const half = long / 2;
  return [[tipX, tipY], [backX - alongY * half, backY + alongX * half], [backX + alongY * half, backY - alongX * half]];
}

export function colourOf(shape: Shape): string {
  return ink[shape.colour ?? 'red'];
}

/** The same shape elsewhere. */
export function moved(shape: Shape, right: number, down: number): Shape {
  return { ...shape, points: shape.points.map((point, at) => Math.round(point + (at % 2 === 0 ? right : down))) };
}

/** The same shape with its last corner elsewhere. */
export function stretched(shape: Shape, right: number, down: number): Shape {
  if (shape.kind === 'text') return { ...shape, size: Math.max(8, Math.round((shape.size ?? 8) + down)) };
  const last = shape.points.length - 2;
  return { ...shape, points: shape.points.map((point, at) => (at < last ? point : Math.round(point + (at % 2 === 0 ? right : down)))) };
}

/** Leaves out points of a free line that lie closer than the eye sees. */
export function thinned(points: readonly number[], apart: number): readonly number[] {
  const kept: number[] = [];
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0] = points.slice(at, at + 2);
    const [beforeX, beforeY] = kept.slice(-2);
    if (beforeX === undefined || beforeY === undefined || Math.hypot(x - beforeX, y - beforeY) >= apart) kept.push(x, y);
  }
  return kept.length < 4 ? points.slice(0, 4) : kept;
}
