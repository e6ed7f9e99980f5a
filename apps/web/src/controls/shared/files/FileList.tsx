import { DeleteOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button, Image } from 'antd';
import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import type { StoredFile } from '../../services';
import shared from '../shared.module.css';
import { MarksLayer } from './MarksLayer';
import { useFileAddress } from './local';
import { readMarks } from './marks';
import styles from './files.module.css';

interface FileListProps {
  files: readonly StoredFile[];
  remove?: ((file: StoredFile) => void) | undefined;
  /** Opens a picture with its shapes; without it pictures open as they are. */
  open?: ((file: StoredFile) => void) | undefined;
  /** Strokes on paper instead of photos. */
  strokes?: boolean;
}

function Remove({ file, remove }: { file: StoredFile; remove: ((file: StoredFile) => void) | undefined }) {
  const { t } = useTranslation();
  if (remove === undefined) return null;
  return <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('upload.remove', { name: file.name })} onClick={() => { remove(file); }} />;
}

/** A picture, small, with what was drawn over it. */
export function SmallPicture({ file, open, strokes }: { file: StoredFile; open: () => void; strokes?: boolean | undefined }) {
  const { t } = useTranslation();
  const address = useFileAddress();
  const marks = readMarks(file.marks);
  return (
    <button type="button" className={styles['frame']} data-ink={strokes === true} aria-label={t('marks.open', { name: file.name })} onClick={open}>
      <img src={address(file, strokes !== true)} alt="" />
      {marks !== null && <MarksLayer marks={marks} src={address(file, false)} cut={strokes !== true} label={t('marks.count', { count: marks.shapes.length })} />}
    </button>
  );
}

function PlainPicture({ file }: { file: StoredFile }) {
  const address = useFileAddress();
  const place = address(file, false);
  if (place === '') return <span>{file.name}</span>;
  return <Image rootClassName={shared['thumb'] ?? ''} src={address(file, true)} preview={{ src: place }} alt={file.name} />;
}

/** What was recorded in a browser says how long it is only when it is asked for its end. */
function askLength({ currentTarget: media }: SyntheticEvent<HTMLMediaElement>): void {
  if (media.duration !== Infinity) return;
  const back = (): void => {
    if (media.duration === Infinity) return;
    media.removeEventListener('durationchange', back);
    media.currentTime = 0;
  };
  media.addEventListener('durationchange', back);
  media.currentTime = Number.MAX_SAFE_INTEGER;
}

function Playing({ file }: { file: StoredFile }) {
  const address = useFileAddress();
  const place = address(file, false);
  if (place === '') return null;
  // What people record comes without captions.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  if (file.media_type.startsWith('video/')) return <video className={`${styles['player'] ?? ''} ${styles['film'] ?? ''}`} src={place} controls preload="metadata" aria-label={file.name} onLoadedMetadata={askLength} />;
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  if (file.media_type.startsWith('audio/')) return <audio className={styles['player']} src={place} controls preload="metadata" aria-label={file.name} onLoadedMetadata={askLength} />;
  return null;
}

/** Files as people look at them: pictures small, sound and films to play, others by name. */
export function FileList({ files, remove, open, strokes }: FileListProps) {
  const format = useFormat();
  const address = useFileAddress();
  const pictures = files.filter((file) => file.media_type.startsWith('image/'));
  const others = files.filter((file) => !file.media_type.startsWith('image/'));
  return (
    <>
      {pictures.length > 0 && (
        <Image.PreviewGroup>
          <div className={styles['thumbs']}>
            {pictures.map((file) => (
              <div key={file.id} className={styles['picture']}>
                {open === undefined ? <PlainPicture file={file} /> : <SmallPicture file={file} strokes={strokes} open={() => { open(file); }} />}
                <Remove file={file} remove={remove} />
              </div>
            ))}
          </div>
        </Image.PreviewGroup>
      )}
      {others.map((file) => (
        <div key={file.id} className={styles['list']}>
          <Playing file={file} />
          <span className={shared['file']}>
            <PaperClipOutlined aria-hidden="true" />
            {address(file, false) === '' ? (
              <span className={shared['fileName']}>{file.name}</span>
            ) : (
              <a className={shared['fileName']} href={address(file, false)} download={file.name}>
                {file.name}
              </a>
            )}
            <span className={shared['faint']}>{format.bytes(file.size)}</span>
            <Remove file={file} remove={remove} />
          </span>
        </div>
      ))}
    </>
  );
}
