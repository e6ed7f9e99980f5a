import { AimOutlined, ArrowUpOutlined, BorderOutlined, ClearOutlined, EditOutlined, FontSizeOutlined, RadiusSettingOutlined, TableOutlined, UndoOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ink, type Ink } from '@/theme';
import type { StoredFile } from '../../services';
import { useFileAddress } from './local';
import { inks, moved, readMarks, shapeKinds, stretched, thinned, type Marks, type Shape, type ShapeKind } from './marks';
import { MarksLayer } from './MarksLayer';
import styles from './files.module.css';

type Tool = ShapeKind | 'choose';

const icons: Readonly<Record<Tool, ReactNode>> = {
  choose: <AimOutlined aria-hidden />,
  arrow: <ArrowUpOutlined aria-hidden rotate={45} />,
  box: <BorderOutlined aria-hidden />,
  ellipse: <RadiusSettingOutlined aria-hidden />,
  line: <EditOutlined aria-hidden />,
  text: <FontSizeOutlined aria-hidden />,
  mosaic: <TableOutlined aria-hidden />,
};

interface AnnotatorProps {
  file: StoredFile;
  /** Drawing by hand comes first. */
  free: boolean;
  /** None when it is only looked at. */
  save?: (file: StoredFile) => void;
}

/** A picture, large, with its shapes; with `save` it can be drawn on. The file itself is never changed. */
export function Annotator({ file, free, save }: AnnotatorProps) {
  const { t } = useTranslation();
  const address = useFileAddress()(file, false);
  const layer = useRef<SVGSVGElement>(null);
  const [marks, setMarks] = useState<Marks | null>(readMarks(file.marks));
  const [past, setPast] = useState<readonly (readonly Shape[])[]>([]);
  const [tool, setTool] = useState<Tool>(free ? 'line' : 'arrow');
  const [colour, setColour] = useState<Ink>(free ? 'black' : 'red');
  const [words, setWords] = useState('');
  const [zoom, setZoom] = useState(1);
  const [chosen, setChosen] = useState<number | null>(null);
  const [drawing, setDrawing] = useState<Shape | null>(null);
  const shapes = marks?.shapes ?? [];
  const unit = marks === null ? 1 : Math.max(marks.width, marks.height);
  const stroke = Math.max(1, Math.round(unit / (free ? 400 : 160)));
  const change = (next: readonly Shape[]): void => {
    setPast([...past, shapes].slice(-50));
    setMarks((before) => (before === null ? null : { ...before, shapes: next }));
  };
  const made = (kind: ShapeKind, points: readonly number[]): Shape => {
    if (kind === 'mosaic') return { kind, points, width: Math.max(2, Math.round(unit / 60)) };
    if (kind === 'text') return { kind, points, colour, size: Math.max(8, Math.round(unit / 24)), text: words.trim() === '' ? t('marks.text') : words.trim() };
    return { kind, points, colour, width: stroke };
  };
  const place = (event: PointerEvent<SVGSVGElement>): readonly [number, number] => {
    const box = layer.current?.getBoundingClientRect();
    if (box === undefined || marks === null) return [0, 0];
    return [Math.round(((event.clientX - box.left) / box.width) * marks.width), Math.round(((event.clientY - box.top) / box.height) * marks.height)];
  };
  const down = (event: PointerEvent<SVGSVGElement>): void => {
    if (tool === 'choose') return;
    event.preventDefault();
    const [x, y] = place(event);
    if (tool === 'text') {
      change([...shapes, made('text', [x, y])]);
      return;
    }
    layer.current?.setPointerCapture(event.pointerId);
    setDrawing(made(tool, [x, y, x, y]));
  };
  const move = (event: PointerEvent<SVGSVGElement>): void => {
    if (drawing === null) return;
    const [x, y] = place(event);
    const points = drawing.kind === 'line' ? [...drawing.points, x, y] : [...drawing.points.slice(0, 2), x, y];
    setDrawing({ ...drawing, points });
  };
  const up = (): void => {
    if (drawing === null) return;
    const [x = 0, y = 0] = drawing.points;
    const far = drawing.points.some((point, at) => Math.abs(point - (at % 2 === 0 ? x : y)) > stroke);
    if (far) change([...shapes, drawing.kind === 'line' ? { ...drawing, points: thinned(drawing.points, unit / 800).slice(0, 4000) } : drawing]);
    setDrawing(null);
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
    const step = Math.max(1, Math.round(unit / 100));
    const [right, below] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    if (event.key === 'Delete' || event.key === 'Backspace') change(shapes.filter((_, at) => at !== index));
    else if (right !== 0 || below !== 0) change(shapes.map((shape, at) => (at !== index ? shape : (event.shiftKey ? stretched : moved)(shape, right ?? 0, below ?? 0))));
    else return;
    event.preventDefault();
  };
  const undo = (): void => {
    const before = past.at(-1);
    if (before === undefined) return;
    setPast(past.slice(0, -1));
    setMarks((now) => (now === null ? null : { ...now, shapes: before }));
  };
  const finish = (): void => {
    const { marks: _before, ...plain } = file;
    save?.(marks === null || shapes.length === 0 ? plain : { ...plain, marks });
  };
  const shown = marks === null || drawing === null ? marks : { ...marks, shapes: [...shapes, drawing] };
  return (
    <div>
      {save !== undefined && (
        <div className={styles['bar']} role="toolbar" aria-label={t('marks.tools')}>
          <Segmented<Tool>
            value={tool}
            onChange={setTool}
            options={(['choose', ...(free ? (['line', 'arrow', 'box', 'ellipse', 'text'] as const) : shapeKinds)] as const).map((kind) => ({ value: kind, icon: icons[kind], title: t(`marks.kind.${kind}`), label: <span className="visually-hidden">{t(`marks.kind.${kind}`)}</span> }))}
          />
          <span role="radiogroup" aria-label={t('marks.colour')} className={styles['thumbs']}>
            {inks.map((name) => (
              <button key={name} type="button" role="radio" aria-checked={colour === name} aria-label={t(`marks.ink.${name}`)} className={styles['ink']} style={{ background: ink[name] }} onClick={() => { setColour(name); }} />
            ))}
          </span>
          {tool === 'text' && <Input style={{ width: '12em' }} maxLength={200} value={words} placeholder={t('marks.words')} aria-label={t('marks.words')} onChange={(event) => { setWords(event.target.value); }} />}
          <Button onClick={add} disabled={tool === 'choose'}>{t('marks.add')}</Button>
          <Button icon={<UndoOutlined aria-hidden />} aria-label={t('marks.undo')} disabled={past.length === 0} onClick={undo} />
          <Button icon={<ClearOutlined aria-hidden />} aria-label={t('marks.clear')} disabled={shapes.length === 0} onClick={() => { change([]); }} />
          <Button icon={<ZoomOutOutlined aria-hidden />} aria-label={t('marks.smaller')} disabled={zoom <= 1} onClick={() => { setZoom(zoom / 1.5); }} />
          <Button icon={<ZoomInOutlined aria-hidden />} aria-label={t('marks.larger')} disabled={zoom > 5} onClick={() => { setZoom(zoom * 1.5); }} />
          <Button type="primary" onClick={finish}>{t('marks.done')}</Button>
        </div>
      )}
      <div className={styles['sheet']}>
        <div className={styles['canvas']} style={{ width: `${String(zoom * 100)}%` }}>
          <img
            src={address}
            alt={file.name}
            draggable={false}
            onLoad={(event) => {
              const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
              setMarks((before) => before ?? { width: Math.max(1, width), height: Math.max(1, height), shapes: [] });
            }}
          />
          {shown !== null && (
            <MarksLayer
              marks={shown}
              src={address}
              label={t('marks.count', { count: shapes.length })}
              layer={layer}
              {...(save === undefined ? {} : { chosen, nameOf: (shape: Shape) => t(`marks.kind.${shape.kind}`) + (shape.text === undefined ? '' : ` ${shape.text}`), onChoose: setChosen, onKey: keys, onDown: down, onMove: move, onUp: up })}
            />
          )}
        </div>
      </div>
      {save !== undefined && <p className={styles['soft']}>{t('marks.help')}</p>}
    </div>
  );
}
