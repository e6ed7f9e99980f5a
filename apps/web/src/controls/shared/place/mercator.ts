/** The projection of tiles: degrees to units of a map that is 256 units wide at zoom 0. */

export interface Spot {
  lat: number;
  lng: number;
}

const tile = 256;
/** Beyond this the map has no tiles. */
const north = 85.05;

export function project({ lat, lng }: Spot, zoom: number): readonly [number, number] {
  const whole = tile * 2 ** zoom;
  const radians = (Math.max(-north, Math.min(north, lat)) * Math.PI) / 180;
  return [((lng + 180) / 360) * whole, ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * whole];
}

export function unproject(x: number, y: number, zoom: number): Spot {
  const whole = tile * 2 ** zoom;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / whole))) * 180) / Math.PI;
  return { lat, lng: Math.max(-180, Math.min(180, (x / whole) * 360 - 180)) };
}

/** Metres on the ground of one unit. */
export function metresOf(lat: number, zoom: number): number {
  return (40_075_017 * Math.cos((lat * Math.PI) / 180)) / (tile * 2 ** zoom);
}

/** The nearest zoom at which all spots are seen. */
export function fitted(spots: readonly Spot[], wide: number, high: number): { centre: Spot; zoom: number } {
  const [first] = spots;
  if (first === undefined) return { centre: { lat: 35, lng: 105 }, zoom: 3 };
  const [lats, lngs] = [spots.map((spot) => spot.lat), spots.map((spot) => spot.lng)];
  const centre = { lat: (Math.min(...lats) + Math.max(...lats)) / 2, lng: (Math.min(...lngs) + Math.max(...lngs)) / 2 };
  let zoom = 16;
  while (zoom > 2) {
    const places = spots.map((spot) => project(spot, zoom));
    const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
    if (Math.max(...xs) - Math.min(...xs) <= wide * 0.8 && Math.max(...ys) - Math.min(...ys) <= high * 0.8) break;
    zoom -= 1;
  }
  return { centre, zoom };
}

export interface Tile {
  key: string;
  x: number;
  y: number;
  address: string;
}

/** The tiles that cover a part of the map. */
export function tilesOf(address: string, left: number, top: number, wide: number, high: number, zoom: number): readonly Tile[] {
  const many = 2 ** zoom;
  const tiles: Tile[] = [];
  for (let row = Math.floor(top / tile); row * tile < top + high; row += 1) {
    for (let column = Math.floor(left / tile); column * tile < left + wide; column += 1) {
      if (row < 0 || row >= many) continue;
      const around = ((column % many) + many) % many;
      const place = address.replace('{z}', String(zoom)).replace('{x}', String(around)).replace('{y}', String(row));
      tiles.push({ key: `${String(column)}/${String(row)}`, x: column * tile - left, y: row * tile - top, address: place });
    }
  }
  return tiles;
}
