/** A node or a bend of the drawing, by the middle of its upper edge. */
interface Slot {
  id: string;
  width: number;
  layer: number;
  x: number;
}

interface Link {
  id: string;
  from: string;
  to: string;
}

export interface Point {
  x: number;
  y: number;
}

export interface Line {
  id: string;
  points: readonly Point[];
  /** Whether it leads back to an earlier step. */
  back: boolean;
}

export interface Drawing {
  width: number;
  height: number;
  /** The left upper corner of each node. */
  nodes: ReadonlyMap<string, Point>;
  lines: readonly Line[];
}

export interface Sizes {
  width: number;
  height: number;
  across: number;
  down: number;
}

/** The links that lead back to where the way came from. */
function backward(ids: readonly string[], links: readonly Link[]): ReadonlySet<string> {
  const back = new Set<string>();
  const done = new Set<string>();
  const way = new Set<string>();
  const visit = (id: string): void => {
    way.add(id);
    for (const link of links.filter((one) => one.from === id)) {
      if (way.has(link.to)) back.add(link.id);
      else if (!done.has(link.to)) visit(link.to);
    }
    way.delete(id);
    done.add(id);
  };
  for (const id of ids) if (!done.has(id)) visit(id);
  return back;
}

/** Each node stands below all that lead to it. */
function layersOf(ids: readonly string[], forward: readonly Link[]): ReadonlyMap<string, number> {
  const layers = new Map(ids.map((id) => [id, 0]));
  // A node moves at most once for each of the others: there is no circle among these links.
  let moved = true;
  for (let round = 0; moved && round < ids.length; round += 1) {
    moved = false;
    for (const { from, to } of forward) {
      const below = (layers.get(from) ?? 0) + 1;
      if ((layers.get(to) ?? 0) < below) {
        layers.set(to, below);
        moved = true;
      }
    }
  }
  return layers;
}

const mean = (numbers: readonly number[]): number | null => (numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length);

/** Puts the slots of a layer near where they want to be, in their order and apart from each other. */
function spread(layer: readonly Slot[], wanted: (slot: Slot) => number, across: number): void {
  let edge = Number.NEGATIVE_INFINITY;
  const aims = layer.map(wanted);
  for (const [index, slot] of layer.entries()) {
    slot.x = Math.max(aims[index] ?? 0, edge + slot.width / 2);
    edge = slot.x + slot.width / 2 + across;
  }
  const drift = mean(layer.map((slot, index) => slot.x - (aims[index] ?? 0))) ?? 0;
  for (const slot of layer) slot.x -= drift;
}

/** The flow from above to below: a link over several layers bends in each of them, one that leads back goes round at the right. */
export function drawingOf(ids: readonly string[], links: readonly Link[], sizes: Sizes): Drawing {
  const known = new Set(ids);
  const real = links.filter((link) => known.has(link.from) && known.has(link.to));
  const back = backward(ids, real);
  const forward = real.filter((link) => !back.has(link.id));
  const layerOf = layersOf(ids, forward);
  const slots = new Map<string, Slot>(ids.map((id) => [id, { id, width: sizes.width, layer: layerOf.get(id) ?? 0, x: 0 }]));
  const chains = new Map<string, readonly string[]>();
  for (const link of forward) {
    const [first, last] = [layerOf.get(link.from) ?? 0, layerOf.get(link.to) ?? 0];
    const bends = Array.from({ length: Math.max(0, last - first - 1) }, (_, step) => `${link.id}/${String(step)}`);
    for (const [step, bend] of bends.entries()) slots.set(bend, { id: bend, width: sizes.across, layer: first + 1 + step, x: 0 });
    chains.set(link.id, [link.from, ...bends, link.to]);
  }
  const above = new Map<string, string[]>();
  const below = new Map<string, string[]>();
  for (const chain of chains.values()) {
    for (const [index, to] of chain.entries()) {
      const from = chain[index - 1];
      if (from === undefined) continue;
      above.set(to, [...(above.get(to) ?? []), from]);
      below.set(from, [...(below.get(from) ?? []), to]);
    }
  }
  const all = [...slots.values()];
  const layers = Array.from({ length: Math.max(-1, ...all.map((slot) => slot.layer)) + 1 }, (_, layer) => all.filter((slot) => slot.layer === layer));
  const at = (near: ReadonlyMap<string, string[]>, slot: Slot): number => mean((near.get(slot.id) ?? []).map((id) => slots.get(id)?.x ?? 0)) ?? slot.x;
  for (const layer of layers) spread(layer, () => 0, sizes.across);
  for (let round = 0; round < 4; round += 1) {
    for (const [order, near] of [[layers, above] as const, [layers.toReversed(), below] as const]) {
      for (const layer of order) {
        const sorted = layer.toSorted((one, other) => at(near, one) - at(near, other));
        layer.splice(0, layer.length, ...sorted);
        spread(layer, (slot) => at(near, slot), sizes.across);
      }
    }
  }
  const left = Math.min(...[...slots.values()].map((slot) => slot.x - slot.width / 2), 0);
  for (const slot of slots.values()) slot.x -= left;
  const top = (layer: number): number => layer * (sizes.height + sizes.down);
  const right = Math.max(...[...slots.values()].map((slot) => slot.x + slot.width / 2), 0);
  const lines = real.map((link): Line => {
    const [from, to] = [slots.get(link.from), slots.get(link.to)];
    if (back.has(link.id) && from !== undefined && to !== undefined) {
      const lane = right + sizes.across * (1 + [...back].indexOf(link.id));
      const [begin, end] = [top(from.layer) + sizes.height / 2, top(to.layer) + sizes.height / 2];
      return { id: link.id, back: true, points: [{ x: from.x + sizes.width / 2, y: begin }, { x: lane, y: begin }, { x: lane, y: end }, { x: to.x + sizes.width / 2, y: end }] };
    }
    const chain = (chains.get(link.id) ?? []).flatMap((id) => slots.get(id) ?? []);
    const points = chain.flatMap((slot, index): Point[] => {
      if (index === 0) return [{ x: slot.x, y: top(slot.layer) + sizes.height }];
      if (index === chain.length - 1) return [{ x: slot.x, y: top(slot.layer) }];
      return [{ x: slot.x, y: top(slot.layer) }, { x: slot.x, y: top(slot.layer) + sizes.height }];
    });
    return { id: link.id, back: false, points };
  });
  return {
    width: right + sizes.across * (1 + back.size),
    height: top(layers.length) - sizes.down,
    nodes: new Map(ids.map((id) => [id, { x: (slots.get(id)?.x ?? 0) - sizes.width / 2, y: top(slots.get(id)?.layer ?? 0) }])),
    lines,
  };
}

/** The path of a line, with soft bends where it changes its layer. */
export function pathOf({ points, back }: Line): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const start = `M ${String(first.x)} ${String(first.y)}`;
  if (back) return [start, ...rest.map(({ x, y }) => `L ${String(x)} ${String(y)}`)].join(' ');
  let before = first;
  const parts = rest.map((point) => {
    const middle = (before.y + point.y) / 2;
    const part = before.x === point.x ? `L ${String(point.x)} ${String(point.y)}` : `C ${String(before.x)} ${String(middle)} ${String(point.x)} ${String(middle)} ${String(point.x)} ${String(point.y)}`;
    before = point;
    return part;
  });
  return [start, ...parts].join(' ');
}
