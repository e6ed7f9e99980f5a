import { useEffect, useState, type KeyboardEvent, type PointerEvent, type Ref } from 'react';
import { boundsOf, boxOf, colourOf, cornerOf, headOf, type Marks, type Shape } from './marks';
import styles from './files.module.css';

interface MosaicProps {
  shape: Shape;
  src: string;
  marks: Marks;
}

/** A part of the picture in stones; a plain area until they are laid. */
function Mosaic({ shape, src, marks }: MosaicProps) {
  const [stones, setStones] = useState('');
  const { x, y, width, height } = boxOf(shape.points);
  const side = shape.width ?? 24;
  useEffect(() => {
    if (src === '' || width < 1 || height < 1) return undefined;
    let gone = false;
    const picture = new Image();
    picture.addEventListener('load', () => {
      if (gone) return;
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(width / side));
      canvas.height = Math.max(1, Math.round(height / side));
      const [across, down] = [picture.naturalWidth / marks.width, picture.naturalHeight / marks.height];
      canvas.getContext('2d')?.drawImage(picture, x * across, y * down, width * across, height * down, 0, 0, canvas.width, canvas.height);
      setStones(canvas.toDataURL());
    });
    picture.src = src;
    return () => {
      gone = true;
    };
  }, [height, marks.height, marks.width, side, src, width, x, y]);
  return (
    <>
      <rect x={x} y={y} width={width} height={height} className={styles['stone']} />
      {stones !== '' && <image href={stones} x={x} y={y} width={width} height={height} preserveAspectRatio="none" className={styles['stones']} />}
    </>
  );
}

/** One shape. */
function Drawn({ shape, src, marks }: MosaicProps) {
  const colour = colourOf(shape);
  const line = { stroke: colour, strokeWidth: shape.width ?? 4, fill: 'none', strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
  const [x = 0, y = 0, x2 = 0, y2 = 0] = shape.points;
  const box = boxOf(shape.points);
  switch (shape.kind) {
    case 'mosaic':
      return <Mosaic shape={shape} src={src} marks={marks} />;
    case 'box':
      return <rect {...box} {...line} />;
    case 'ellipse':
      return <ellipse cx={box.x + box.width / 2} cy={box.y + box.height / 2} rx={box.width / 2} ry={box.height / 2} {...line} />;
    case 'arrow':
      return (
        <>
          <line x1={x} y1={y} x2={x2} y2={y2} {...line} />
          <polygon points={headOf(shape.points, shape.width ?? 4).map((corner) => corner.join(',')).join(' ')} fill={colour} />
        </>
      );
    case 'line':
      return <polyline points={shape.points.join(' ')} {...line} />;
    case 'text':
      return (
        <text x={x} y={y} fontSize={shape.size ?? 32} fill={colour} className={styles['words']} data-light={shape.colour === 'white' || shape.colour === 'yellow'}>
          {shape.text}
        </text>
      );
  }
}

interface FrameProps {
  shape: Shape;
  /** The thickness of the frame in pixels of the picture. */
  thick: number;
  onStretch: ((event: PointerEvent) => void) | undefined;
}

/** The frame around the shape that is chosen, with the corner by which it is made larger. */
function Frame({ shape, thick, onStretch }: FrameProps) {
  const { x, y, width, height } = boundsOf(shape);
  const corner = onStretch === undefined ? null : cornerOf(shape);
  const room = thick * 3;
  return (
    <>
      <rect x={x - room} y={y - room} width={width + room * 2} height={height + room * 2} className={styles['chosen']} strokeWidth={thick} strokeDasharray={`${String(thick * 4)} ${String(thick * 3)}`} />
      {corner !== null && <circle cx={corner[0]} cy={corner[1]} r={thick * 7} className={styles['corner']} strokeWidth={thick} data-corner onPointerDown={onStretch} />}
    </>
  );
}

interface LayerProps {
  marks: Marks;
  /** Where the picture is, for mosaics. */
  src: string;
  /** Fills its frame and is cut at the edges, as the picture below it is. */
  cut?: boolean;
  label: string;
  layer?: Ref<SVGSVGElement>;
  chosen?: number | null;
  /** What a shape is called, when shapes can be chosen. */
  nameOf?: (shape: Shape) => string;
  onChoose?: (index: number) => void;
  onKey?: (index: number, event: KeyboardEvent) => void;
  /** A shape is taken hold of, by its corner or as a whole; only while shapes are chosen and not drawn. */
  onGrab?: ((index: number, corner: boolean, event: PointerEvent) => void) | undefined;
  onDown?: (event: PointerEvent<SVGSVGElement>) => void;
  onMove?: (event: PointerEvent<SVGSVGElement>) => void;
  onUp?: (event: PointerEvent<SVGSVGElement>) => void;
}

/** The shapes over a picture of the same size. */
export function MarksLayer({ layer, marks, src, cut, label, chosen, nameOf, onChoose, onKey, onGrab, onDown, onMove, onUp }: LayerProps) {
  const thick = Math.max(1, Math.round(Math.max(marks.width, marks.height) / 400));
  return (
    <svg
      ref={layer}
      className={styles['layer']}
      viewBox={`0 0 ${String(marks.width)} ${String(marks.height)}`}
      preserveAspectRatio={cut === true ? 'xMidYMid slice' : 'none'}
      role={nameOf === undefined ? 'img' : 'group'}
      aria-label={label}
      data-drawing={onDown !== undefined && onGrab === undefined}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={onUp}
    >
      {marks.shapes.map((shape, index) => {
        const drawn = <Drawn shape={shape} src={src} marks={marks} />;
        if (nameOf === undefined) return <g key={index}>{drawn}</g>;
        const bounds = boundsOf(shape);
        return (
          <g
            key={index}
            role="button"
            tabIndex={0}
            aria-label={nameOf(shape)}
            aria-pressed={chosen === index}
            className={styles['shape']}
            data-held={onGrab !== undefined}
            onFocus={() => { onChoose?.(index); }}
            onKeyDown={(event) => { onKey?.(index, event); }}
            {...(onGrab === undefined ? {} : { onPointerDown: (event: PointerEvent) => { onGrab(index, false, event); } })}
          >
            {/* A thin line is hard to hit with a thumb. */}
            {onGrab !== undefined && <rect x={bounds.x - thick * 6} y={bounds.y - thick * 6} width={bounds.width + thick * 12} height={bounds.height + thick * 12} fill="transparent" />}
            {drawn}
            {chosen === index && <Frame shape={shape} thick={thick} onStretch={onGrab === undefined ? undefined : (event) => { onGrab(index, true, event); }} />}
          </g>
        );
      })}
    </svg>
  );
}
