import { useEffect, useState, type KeyboardEvent, type PointerEvent, type Ref } from 'react';
import { boxOf, colourOf, headOf, type Marks, type Shape } from './marks';
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
  onDown?: (event: PointerEvent<SVGSVGElement>) => void;
  onMove?: (event: PointerEvent<SVGSVGElement>) => void;
  onUp?: (event: PointerEvent<SVGSVGElement>) => void;
}

/** The shapes over a picture of the same size. */
export function MarksLayer({ layer, marks, src, cut, label, chosen, nameOf, onChoose, onKey, onDown, onMove, onUp }: LayerProps) {
  return (
    <svg
      ref={layer}
      className={styles['layer']}
      viewBox={`0 0 ${String(marks.width)} ${String(marks.height)}`}
      preserveAspectRatio={cut === true ? 'xMidYMid slice' : 'none'}
      role={nameOf === undefined ? 'img' : 'group'}
      aria-label={label}
      data-drawing={onDown !== undefined}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={onUp}
    >
      {marks.shapes.map((shape, index) => {
        const drawn = <Drawn shape={shape} src={src} marks={marks} />;
        if (nameOf === undefined) return <g key={index}>{drawn}</g>;
        return (
          <g
            key={index}
            role="button"
            tabIndex={0}
            aria-label={nameOf(shape)}
            aria-pressed={chosen === index}
            className={styles['shape']}
            data-chosen={chosen === index}
            onFocus={() => { onChoose?.(index); }}
            onKeyDown={(event) => { onKey?.(index, event); }}
          >
            {drawn}
          </g>
        );
      })}
    </svg>
  );
}
