import { CameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText } from '@/api/narrow';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { ink } from '@/theme';
import { fontFamily } from '@/theme/tokens';
import { defineControl, type InputProps } from '../define';
import { useFormServices } from '../services';
import { Camera, canRecord } from '../shared/files/Camera';
import { FileList } from '../shared/files/FileList';
import { FilesBox, FilesDisplay, Pick } from '../shared/files/FilesBox';
import { stamp, toFile } from '../shared/files/pictures';
import { limitsOf, useSending } from '../shared/files/useSending';
import { locate } from '../shared/place/locate';
import styles from '../shared/files/files.module.css';

async function canvasOf(photo: File): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  const canvas = document.createElement('canvas');
  const share = Math.min(1, 2560 / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const services = useFormServices();
  const format = useFormat(services.zone);
  const sending = useSending(props, limitsOf(props, 3, 20));
  const [open, setOpen] = useState(false);
  const { settings } = props.field;
  const write = async (canvas: HTMLCanvasElement): Promise<void> => {
    const lines: string[] = [];
    const { note } = settings;
    const words = isText(note) ? note : isObject(note) ? text(Object.fromEntries(Object.entries(note).filter((pair): pair is [string, string] => isText(pair[1])))) : '';
    if (words !== '') lines.push(words);
    if (settings['person'] !== false && services.person !== '') lines.push(services.person);
    if (settings['time'] !== false) lines.push(format.moment(new Date().toISOString()));
    if (settings['place'] !== false) {
      lines.push(await locate(8_000).then((fix) => `${fix.lat}, ${fix.lng} (±${String(fix.accuracy)} m)`, () => t('place.unknown')));
    }
    stamp(canvas, lines, { letters: ink.white, band: ink.black }, fontFamily);
  };
  /** A page that may not open the camera takes what the phone's camera hands over. */
  const chosen = {
    ...sending,
    send: async (photos: readonly File[]): Promise<void> => {
      const written = [];
      for (const photo of photos) {
        const canvas = await canvasOf(photo);
        await write(canvas);
        written.push(await toFile(canvas, `${photo.name.replace(/\.[^.]*$/, '')}.jpg`, 'image/jpeg'));
      }
      await sending.send(written);
    },
  };
  const button = (
    <Button icon={<CameraOutlined aria-hidden />} disabled={sending.share !== null} aria-describedby={props.describedBy} danger={props.invalid} {...(canRecord() ? { id: props.id, onClick: () => { setOpen(true); } } : {})}>
      {t('media.take')}
    </Button>
  );
  return (
    <FilesBox input={props} sending={sending} list={<FileList files={sending.files} remove={props.disabled ? undefined : sending.remove} />}>
      {canRecord() ? button : <Pick input={props} sending={chosen} accept="image/*" camera>{button}</Pick>}
      <span className={styles['soft']}>{t('media.honest')}</span>
      {open && <Camera title={text(props.field.label)} prepare={write} taken={(photo) => { setOpen(false); void sending.send([photo]); }} close={() => { setOpen(false); }} />}
    </FilesBox>
  );
}

export const control = defineControl({ kind: 'watermark_photo', Input, Display: FilesDisplay, filter: 'none', wide: true });
