import { AimOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { fitted, metresOf, project, tilesOf, unproject, type Spot } from './mercator';
import styles from './place.module.css';

const [wide, high] = [640, 320];

interface PlotProps {
  spots: readonly Spot[];
  /** A way or a border joins the spots; single ones stand alone. */
  shape: 'points' | 'way' | 'border';
  /** The tiles of this server; a grid when there are none. */
  basemap: string;
  /** A click chooses a spot; without it the plot is only looked at. */
  choose?: ((spot: Spot) => void) | undefined;
}

/** Places on a small map: over tiles of the own server if there are some, else over a grid. Nothing is asked of other servers. */
export function Plot({ spots, shape, basemap, choose }: PlotProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [view, setView] = useState<{ centre: Spot; zoom: number } | null>(null);
  const [held, setHeld] = useState<{ x: number; y: number; moved: boolean } | null>(null);
  const { centre, zoom } = view ?? fitted(spots, wide, high);
  const [middleX, middleY] = project(centre, zoom);
  const [left, top] = [middleX - wide / 2, middleY - high / 2];
  const places = spots.map((spot) => project(spot, zoom)).map(([x, y]) => [x - left, y - top] as const);
  const shift = (right: number, down: number): void => {
    setView({ centre: unproject(middleX + right, middleY + down, zoom), zoom });
  };
  const at = (event: PointerEvent<HTMLElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * wide, ((event.clientY - box.top) / box.height) * high];
  };
  const keys = (event: KeyboardEvent): void => {
    const step = wide / 10;
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (move !== undefined) shift(move[0], move[1]);
    else if (event.key === 'Enter' && choose !== undefined) choose(centre);
    else return;
    event.preventDefault();
  };
  const line = places.map((place) => place.join(',')).join(' ');
  return (
    <div className={styles['plot']}>
      <button
        type="button"
        className={styles['map']}
        data-chooses={choose !== undefined}
        aria-label={t(choose === undefined ? 'place.plot_only' : 'place.plot')}
        onKeyDown={keys}
        onPointerDown={(event) => {
          const [x, y] = at(event);
          setHeld({ x, y, moved: false });
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (held === null) return;
          const [x, y] = at(event);
          if (!held.moved && Math.hypot(x - held.x, y - held.y) < 6) return;
          shift(held.x - x, held.y - y);
          setHeld({ x, y, moved: true });
        }}
        onPointerUp={(event) => {
          if (held !== null && !held.moved && choose !== undefined) {
            const [x, y] = at(event);
            choose(unproject(left + x, top + y, zoom));
          }
          setHeld(null);
        }}
      >
        <svg viewBox={`0 0 ${String(wide)} ${String(high)}`} aria-hidden="true">
        {basemap === ''
          ? Array.from({ length: 11 }, (_, index) => (
              <g key={index} className={styles['gridLine']}>
                <line x1={index * 64} y1={0} x2={index * 64} y2={high} />
                {index < 6 && <line x1={0} y1={index * 64} x2={wide} y2={index * 64} />}
              </g>
            ))
          : tilesOf(basemap, left, top, wide, high, zoom).map((tile) => <image key={tile.key} href={tile.address} x={tile.x} y={tile.y} width={256} height={256} />)}
        {shape === 'way' && <polyline points={line} className={styles['way']} />}
        {shape === 'border' && <polygon points={line} className={styles['border']} />}
        {places.map(([x, y], index) => (
          <circle key={index} cx={x} cy={y} r={shape === 'points' ? 8 : 5} className={styles['spot']} data-first={index === 0} />
        ))}
        </svg>
      </button>
      <div className={styles['legend']}>
        <span>{t('place.across', { metres: format.number(Math.round(metresOf(centre.lat, zoom) * wide)) })}</span>
        <span>
          <Button size="small" type="text" icon={<ZoomOutOutlined aria-hidden />} aria-label={t('marks.smaller')} disabled={zoom <= 2} onClick={() => { setView({ centre, zoom: zoom - 1 }); }} />
          <Button size="small" type="text" icon={<ZoomInOutlined aria-hidden />} aria-label={t('marks.larger')} disabled={zoom >= 19} onClick={() => { setView({ centre, zoom: zoom + 1 }); }} />
          <Button size="small" type="text" icon={<AimOutlined aria-hidden />} aria-label={t('place.fit')} onClick={() => { setView(null); }} />
        </span>
      </div>
    </div>
  );
}
