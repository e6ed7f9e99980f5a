import { Alert, Button, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toFile } from './pictures';
import styles from './files.module.css';

/** Whether this page may open a camera or a microphone: browsers allow it on secure pages only. */
export function canRecord(): boolean {
  return typeof navigator !== 'undefined' && 'mediaDevices' in navigator && window.isSecureContext;
}

interface CameraProps {
  title: string;
  /** What is drawn over the photo before it is handed on. */
  prepare: (canvas: HTMLCanvasElement) => Promise<void> | void;
  taken: (photo: File) => void;
  close: () => void;
}

/** The camera in the page: the photo is the one that is taken now. */
export function Camera({ title, prepare, taken, close }: CameraProps) {
  const { t } = useTranslation();
  const finder = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'ready' | 'busy' | 'refused'>('starting');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    const wanted = { video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } }, audio: false };
    navigator.mediaDevices
      .getUserMedia(wanted)
      .then(async (opened) => {
        stream = opened;
        if (gone || finder.current === null) {
          for (const track of opened.getTracks()) track.stop();
          return;
        }
        finder.current.srcObject = opened;
        await finder.current.play();
        setState('ready');
      })
      .catch(() => {
        if (!gone) setState('refused');
      });
    return () => {
      gone = true;
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  const take = async (): Promise<void> => {
    const video = finder.current;
    if (video === null || video.videoWidth === 0) return;
    setState('busy');
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    await prepare(canvas);
    taken(await toFile(canvas, `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}.jpg`, 'image/jpeg'));
  };
  return (
    <Modal open title={title} footer={null} onCancel={close} destroyOnHidden>
      {state === 'refused' && <Alert type="warning" title={t('media.no_camera')} />}
      <video ref={finder} className={styles['finder']} muted playsInline aria-label={t('media.finder')} />
      <div className={styles['bar']}>
        <Button type="primary" size="large" block loading={state === 'busy'} disabled={state !== 'ready'} onClick={() => void take()}>
          {t('media.take')}
        </Button>
      </div>
    </Modal>
  );
}
