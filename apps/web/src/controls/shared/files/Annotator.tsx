import { ArrowUpOutlined, BorderOutlined, ClearOutlined, DeleteOutlined, DragOutlined, EditOutlined, FontSizeOutlined, RedoOutlined, TableOutlined, UndoOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ink, useNarrow, type Ink } from '@/theme';
import type { StoredFile } from '../../services';
import { useFileAddress } from './local';
import { inks, moved, shapeKinds, stretched, thinned, type Shape, type ShapeKind } from './marks';
import { MarksLayer } from './MarksLayer';
import { useDrawing } from './useDrawing';
import styles from './files.module.css';

type Tool = ShapeKind | 'choose';

const icons: Readonly<Record<Tool, ReactNode>> = {
  choose: <DragOutlined aria-hidden />,
  arrow: <ArrowUpOutlined aria-hidden rotate={45} />,
  box: <BorderOutlined aria-hidden />,
  ellipse: <span className={styles['ring']} aria-hidden />,
  line: <EditOutlined aria-hidden />,
  text: <FontSizeOutlined aria-hidden />,
  mosaic: <TableOutlined aria-hidden />,
};

/** What the pointer does: it draws a new shape, or takes one elsewhere or by its corner. */
type Hold = { does: 'draw'; shape: Shape } | { does: 'move' | 'stretch'; index: number; from: readonly [number, number]; shape: Shape };

interface AnnotatorProps {
  file: StoredFile;
  /** Drawing by hand comes first. */
  free: boolean;
  /** None when it is only looked at. */
  save?: (file: StoredFile) => void;
  /** Hears whether something was drawn that is not saved yet. */
  onChanged?: (changed: boolean) => void;
}

/** A picture, large, with its shapes; with `save` it can be drawn on. The file itself is never changed. */
export function Annotator({ file, free, save, onChanged }: AnnotatorProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const address = useFileAddress()(file, false);
  const layer = useRef<SVGSVGElement>(null);
  const { marks, shapes, begin, undo, redo, result, ...drawing } = useDrawing(file);
  const [tool, setTool] = useState<Tool>(free ? 'line' : 'arrow');
  const [colour, setColour] = useState<Ink>(free ? 'black' : 'red');
  const [words, setWords] = useState('');
  const [zoom, setZoom] = useState(1);
  const [chosen, setChosen] = useState<number | null>(null);
  const [hold, setHold] = useState<Hold | null>(null);
  const unit = marks === null ? 1 : Math.max(marks.width, marks.height);
  const stroke = Math.max(1, Math.round(unit / (free ? 400 : 160)));
  const held = chosen === null ? undefined : shapes[chosen];
  const change = (next: readonly Shape[]): void => {
    drawing.change(next);
    onChanged?.(true);
  };
  const replace = (index: number, shape: Shape): void => {
    change(shapes.map((one, at) => (at === index ? shape : one)));
  };
  const remove = (index: number): void => {
    change(shapes.filter((_, at) => at !== index));
    setChosen(null);
  };
  const made = (kind: ShapeKind, points: readonly number[]): Shape => {
    if (kind === 'mosaic') return { kind, points, width: Math.max(2, Math.round(unit / 60)) };
    if (kind === 'text') return { kind, points, colour, size: Math.max(8, Math.round(unit / 24)), text: words.trim() === '' ? t('marks.text') : words.trim() };
    return { kind, points, colour, width: stroke };
  };
  const place = (event: PointerEvent): readonly [number, number] => {
    const box = layer.current?.getBoundingClientRect();
    if (box === undefined || marks === null) return [0, 0];
    return [Math.round(((event.clientX - box.left) / box.width) * marks.width), Math.round(((event.clientY - box.top) / box.height) * marks.height)];
  };
  const grab = (index: number, corner: boolean, event: PointerEvent): void => {
    const shape = shapes[index];
    if (shape === undefined) return;
    event.stopPropagation();
    setChosen(index);
    layer.current?.setPointerCapture(event.pointerId);
    setHold({ does: corner ? 'stretch' : 'move', index, from: place(event), shape });
  };
  const down = (event: PointerEvent<SVGSVGElement>): void => {
    if (tool === 'choose') {
      setChosen(null);
      return;
    }
    event.preventDefault();
    const [x, y] = place(event);
    if (tool === 'text') {
      change([...shapes, made('text', [x, y])]);
      // What was just written can be mended and moved at once.
      setChosen(shapes.length);
      setTool('choose');
      return;
    }
    layer.current?.setPointerCapture(event.pointerId);
    setHold({ does: 'draw', shape: made(tool, [x, y, x, y]) });
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    if (hold === null) return;
    const [x, y] = place(event);
    if (hold.does === 'draw') {
      const { shape } = hold;
      const points = shape.kind === 'line' ? [...shape.points, x, y] : [...shape.points.slice(0, 2), x, y];
      setHold({ ...hold, shape: { ...shape, points } });
      return;
    }
    const [right, below] = [x - hold.from[0], y - hold.from[1]];
    const before = shapes[hold.index];
    if (before !== undefined) setHold({ ...hold, shape: hold.does === 'move' ? moved(before, right, below) : stretched(before, right, below) });
  };
  const up = (): void => {
    if (hold === null) return;
    setHold(null);
    const { shape } = hold;
    if (hold.does !== 'draw') {
      if (JSON.stringify(shape) !== JSON.stringify(shapes[hold.index])) replace(hold.index, shape);
      return;
    }
    const [x = 0, y = 0] = shape.points;
    const far = shape.points.some((point, at) => Math.abs(point - (at % 2 === 0 ? x : y)) > stroke);
    if (far) change([...shapes, shape.kind === 'line' ? { ...shape, points: thinned(shape.points, unit / 800).slice(0, 4000) } : shape]);
  };
  /** A shape in the middle: the way of the keyboard, which then moves it by the arrows. */
  const add = (): void => {
    if (marks === null || tool === 'choose') return;
    const [x, y] = [Math.round(marks.width / 2), Math.round(marks.height / 2)];
    const reach = Math.round(unit / 8);
    change([...shapes, made(tool, tool === 'text' ? [x, y] : [x - reach, y - reach, x + reach, y + reach])]);
    setChosen(shapes.length);
  };
  const keys = (index: number, event: KeyboardEvent): void => {
    const shape = shapes[index];
    const step = Math.max(1, Math.round(unit / 100));
    const [right, below] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (event.key === 'Delete' || event.key === 'Backspace') remove(index);
    else if (shape !== undefined && (right !== 0 || below !== 0)) replace(index, (event.shiftKey ? stretched : moved)(shape, right ?? 0, below ?? 0));
    else return;
    event.preventDefault();
  };
  const backAndForth = (event: KeyboardEvent): void => {
    if (save === undefined || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    setChosen(null);
    (event.shiftKey ? redo : undo)?.();
  };
  const paint = (name: Ink): void => {
    setColour(name);
    if (tool === 'choose' && chosen !== null && held !== undefined && held.kind !== 'mosaic') replace(chosen, { ...held, colour: name });
  };
  const shown = marks === null || hold === null ? marks : { ...marks, shapes: hold.does === 'draw' ? [...shapes, hold.shape] : shapes.map((one, at) => (at === hold.index ? hold.shape : one)) };
  const writes = tool === 'text' || (tool === 'choose' && held?.kind === 'text');
  const nameOf = (shape: Shape): string => t(`marks.kind.${shape.kind}`) + (shape.text === undefined ? '' : ` ${shape.text}`);
  return (
    // The keys of the shapes and buttons inside are heard here once for all of them.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={backAndForth}>
      {save !== undefined && (
        <div className={styles['bar']} role="toolbar" aria-label={t('marks.tools')}>
          <Segmented<Tool>
            value={tool}
            onChange={(next) => {
              setTool(next);
              setChosen(null);
            }}
            options={(['choose', ...(free ? (['line', 'arrow', 'box', 'ellipse', 'text'] as const) : shapeKinds)] as const).map((kind) => ({ value: kind, icon: icons[kind], title: t(`marks.kind.${kind}`), label: <span className="visually-hidden">{t(`marks.kind.${kind}`)}</span> }))}
          />
          <span role="radiogroup" aria-label={t('marks.colour')} className={styles['thumbs']}>
            {inks.map((name) => (
              <button key={name} type="button" role="radio" aria-checked={colour === name} aria-label={t(`marks.ink.${name}`)} className={styles['ink']} style={{ background: ink[name] }} onClick={() => { paint(name); }} />
            ))}
          </span>
          {writes && (
            <Input
              className={styles['letters'] ?? ''}
              maxLength={200}
              value={held?.kind === 'text' ? (held.text ?? '') : words}
              placeholder={t('marks.words')}
              aria-label={t('marks.words')}
              onChange={(event) => {
                if (chosen !== null && held?.kind === 'text') replace(chosen, { ...held, text: event.target.value });
                else setWords(event.target.value);
              }}
            />
          )}
          {!narrow && <Button onClick={add} disabled={tool === 'choose'}>{t('marks.add')}</Button>}
          <Button icon={<DeleteOutlined aria-hidden />} aria-label={t('marks.remove')} title={t('marks.remove')} disabled={held === undefined} onClick={() => { if (chosen !== null) remove(chosen); }} />
          <Button icon={<UndoOutlined aria-hidden />} aria-label={t('marks.undo')} title={t('marks.undo')} disabled={undo === null} onClick={() => { setChosen(null); undo?.(); }} />
          <Button icon={<RedoOutlined aria-hidden />} aria-label={t('marks.redo')} title={t('marks.redo')} disabled={redo === null} onClick={() => { setChosen(null); redo?.(); }} />
          <Button icon={<ClearOutlined aria-hidden />} aria-label={t('marks.clear')} title={t('marks.clear')} disabled={shapes.length === 0} onClick={() => { setChosen(null); change([]); }} />
          <Button icon={<ZoomOutOutlined aria-hidden />} aria-label={t('marks.smaller')} title={t('marks.smaller')} disabled={zoom <= 1} onClick={() => { setZoom(zoom / 1.5); }} />
          <Button icon={<ZoomInOutlined aria-hidden />} aria-label={t('marks.larger')} title={t('marks.larger')} disabled={zoom > 5} onClick={() => { setZoom(zoom * 1.5); }} />
          <Button type="primary" onClick={() => { save(result()); }}>{t('marks.done')}</Button>
        </div>
      )}
      <div className={styles['sheet']}>
        <div className={styles['canvas']} style={{ width: marks === null ? '100%' : `calc(${String(zoom)} * min(100%, ${String(marks.width / marks.height)} * 64vh))` }}>
          <img
            src={address}
            alt={file.name}
            draggable={false}
            onLoad={(event) => {
              begin(event.currentTarget.naturalWidth, event.currentTarget.naturalHeight);
            }}
          />
          {shown !== null && (
            <MarksLayer
              marks={shown}
              src={address}
              label={t('marks.count', { count: shapes.length })}
              layer={layer}
              {...(save === undefined ? {} : { chosen, nameOf, onChoose: setChosen, onKey: keys, onGrab: tool === 'choose' ? grab : undefined, onDown: down, onMove: move, onUp: up })}
            />
          )}
        </div>
      </div>
      {save !== undefined && <p className={styles['soft']}>{[t('marks.help'), ...(narrow ? [] : [t('marks.help_keys')]), ...(free ? [] : [t('marks.help_mosaic')])].join(' ')}</p>}
    </div>
  );
}
