import { describe, expect, test } from 'vitest';
import { boundsOf, boxOf, cornerOf, headOf, moved, readMarks, stretched, thinned } from '@/controls/shared/files/marks';
import { fitted, metresOf, project, tilesOf, unproject } from '@/controls/shared/place/mercator';

describe('marks over a picture', () => {
  test('what cannot be read is left out', () => {
    expect(readMarks(undefined)).toBeNull();
    expect(readMarks({ width: 0, height: 5, shapes: [] })).toBeNull();
    expect(readMarks({ width: 5, height: 5, shapes: [] })).toBeNull();
    const read = readMarks({ width: 5, height: 5, shapes: [{ kind: 'star', points: [1, 2] }, { kind: 'box', points: [1, 2, 3, 4], colour: 'pink', width: 2 }] });
    expect(read?.shapes).toEqual([{ kind: 'box', points: [1, 2, 3, 4], width: 2 }]);
  });

  test('corners in any order make the same box', () => {
    expect(boxOf([30, 40, 10, 20])).toEqual({ x: 10, y: 20, width: 20, height: 20 });
  });

  test('the head of an arrow stands at its end', () => {
    expect(headOf([0, 0, 100, 0], 5)[0]).toEqual([100, 0]);
    expect(headOf([0, 0, 0, 0], 5)).toHaveLength(3);
  });

  test('shapes move and grow in whole pixels', () => {
    const box = { kind: 'box', points: [1, 2, 3, 4] } as const;
    expect(moved(box, 1.4, -1).points).toEqual([2, 1, 4, 3]);
    expect(stretched(box, 5, 6).points).toEqual([1, 2, 8, 10]);
    expect(stretched({ kind: 'text', points: [0, 0], size: 20 }, 0, 5).size).toBe(25);
  });

  test('the frame around a shape holds all of it', () => {
    expect(boundsOf({ kind: 'line', points: [5, 9, 1, 2, 8, 4] })).toEqual({ x: 1, y: 2, width: 7, height: 7 });
    expect(boundsOf({ kind: 'text', points: [10, 100], size: 20, text: '划痕' })).toEqual({ x: 10, y: 80, width: 40, height: 25 });
    expect(cornerOf({ kind: 'arrow', points: [0, 0, 30, 40] })).toEqual([30, 40]);
    expect(cornerOf({ kind: 'line', points: [0, 0, 30, 40] })).toBeNull();
  });

  test('a free line loses points that nobody sees', () => {
    expect(thinned([0, 0, 1, 0, 2, 0, 10, 0], 5)).toEqual([0, 0, 10, 0]);
    expect(thinned([0, 0, 1, 0], 5)).toEqual([0, 0, 1, 0]);
  });
});

describe('a plot of places', () => {
  test('a place comes back from where it was drawn', () => {
    const [x, y] = project({ lat: 30.27415, lng: 120.15515 }, 12);
    const back = unproject(x, y, 12);
    expect(back.lat).toBeCloseTo(30.27415, 6);
    expect(back.lng).toBeCloseTo(120.15515, 6);
  });

  test('all spots are seen', () => {
    expect(fitted([], 640, 320).zoom).toBe(3);
    expect(fitted([{ lat: 30, lng: 120 }], 640, 320).zoom).toBe(16);
    expect(fitted([{ lat: 30, lng: 120 }, { lat: 40, lng: 116 }], 640, 320).zoom).toBeLessThan(7);
    expect(metresOf(0, 0)).toBeCloseTo(156_543, -1);
  });

  test('tiles cover the plot and wrap around the world', () => {
    const tiles = tilesOf('/tiles/{z}/{x}/{y}.png', -10, 0, 300, 256, 1);
    expect(tiles.map((tile) => tile.address)).toEqual(['/tiles/1/1/0.png', '/tiles/1/0/0.png', '/tiles/1/1/0.png']);
  });
});
