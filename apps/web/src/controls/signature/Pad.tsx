import { Button } from 'antd';
import SignaturePad from 'signature_pad';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ink, type Ink } from '@/theme';
import { toFile } from '../shared/files/pictures';
import styles from '../shared/files/files.module.css';

/** The part of a canvas on which something was drawn, with a little room around it. */
function trimmed(source: HTMLCanvasElement): HTMLCanvasElement {
  const pen = source.getContext('2d');
  const { width, height } = source;
  if (pen === null || width === 0 || height === 0) return source;
  const { data } = pen.getImageData(0, 0, width, height);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] === 0) continue;
    const pixel = (at - 3) / 4;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  }
  const room = Math.round(height / 40);
  const made = document.createElement('canvas');
  made.width = Math.max(1, right - left + 1 + room * 2);
  made.height = Math.max(1, bottom - top + 1 + room * 2);
  made.getContext('2d')?.drawImage(source, room - left, room - top);
  return made;
}

interface PadProps {
  colour: Ink;
  label: string;
  done: (file: File) => void;
}

/** A white sheet to sign on. */
export function Pad({ colour, label, done }: PadProps) {
  const { t } = useTranslation();
  const sheet = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [blank, setBlank] = useState(true);
  useEffect(() => {
    const canvas = sheet.current;
    if (canvas === null) return undefined;
    const sharp = Math.max(window.devicePixelRatio, 1);
    canvas.width = canvas.offsetWidth * sharp;
    canvas.height = canvas.offsetHeight * sharp;
    canvas.getContext('2d')?.scale(sharp, sharp);
    const made = new SignaturePad(canvas, { penColor: ink[colour], minWidth: 0.8, maxWidth: 3.2 });
    const ended = (): void => { setBlank(made.isEmpty()); };
    made.addEventListener('endStroke', ended);
    pad.current = made;
    return () => {
      made.removeEventListener('endStroke', ended);
      made.off();
    };
  }, [colour]);
  const finish = async (): Promise<void> => {
    if (sheet.current === null || blank) return;
    done(await toFile(trimmed(sheet.current), 'signature.png', 'image/png'));
  };
  return (
    <div>
      <canvas ref={sheet} className={styles['pad']} role="img" aria-label={label} />
      <div className={styles['bar']}>
        <Button onClick={() => { pad.current?.clear(); setBlank(true); }}>{t('sign.again')}</Button>
        <Button type="primary" disabled={blank} onClick={() => void finish()}>{t('sign.done')}</Button>
      </div>
    </div>
  );
}
