import { BulbOutlined } from '@ant-design/icons';
import { Alert, Button, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decoderOf } from './decoder';
import styles from '../files/files.module.css';

interface ScannerProps {
  formats: readonly string[];
  found: (code: string) => void;
  close: () => void;
}

function hasTorch(track: MediaStreamTrack): boolean {
  return 'getCapabilities' in track && 'torch' in track.getCapabilities();
}

/** The camera until it sees a code. */
export function Scanner({ formats, found, close }: ScannerProps) {
  const { t } = useTranslation();
  const finder = useRef<HTMLVideoElement>(null);
  const tell = useRef(found);
  const [refused, setRefused] = useState(false);
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [torch, setTorch] = useState(false);
  const wanted = formats.join(',');
  useEffect(() => {
    tell.current = found;
  });
  useEffect(() => {
    const left = new AbortController();
    let stream: MediaStream | null = null;
    const look = async (): Promise<void> => {
      const decode = await decoderOf(wanted === '' ? [] : wanted.split(','));
      const canvas = document.createElement('canvas');
      while (!left.signal.aborted) {
        const video = finder.current;
        if (video !== null && video.videoWidth > 0) {
          canvas.width = video.videoWidth;
          canvas.height = video.videoHeight;
          canvas.getContext('2d', { willReadFrequently: true })?.drawImage(video, 0, 0);
          const code = await decode(canvas);
          if (left.signal.aborted) return;
          if (code !== null && code !== '') {
            navigator.vibrate?.(60);
            tell.current(code);
            return;
          }
        }
        await new Promise((resolve) => { setTimeout(resolve, 150); });
      }
    };
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } }, audio: false })
      .then(async (opened) => {
        stream = opened;
        if (left.signal.aborted || finder.current === null) {
          for (const one of opened.getTracks()) one.stop();
          return;
        }
        finder.current.srcObject = opened;
        await finder.current.play();
        setTrack(opened.getVideoTracks()[0] ?? null);
        await look();
      })
      .catch(() => {
        if (!left.signal.aborted) setRefused(true);
      });
    return () => {
      left.abort();
      for (const one of stream?.getTracks() ?? []) one.stop();
    };
  }, [wanted]);
  const light = (): void => {
    // The torch is not in the types of the platform yet.
    const constraints: MediaTrackConstraints & { advanced: (MediaTrackConstraintSet & { torch: boolean })[] } = { advanced: [{ torch: !torch }] };
    void track?.applyConstraints(constraints).then(() => { setTorch(!torch); });
  };
  return (
    <Modal open title={t('scan.title')} footer={null} onCancel={close} destroyOnHidden>
      {refused && <Alert type="warning" title={t('media.no_camera')} />}
      <video ref={finder} className={styles['finder']} muted playsInline aria-label={t('media.finder')} />
      {track !== null && hasTorch(track) && (
        <div className={styles['bar']}>
          <Button icon={<BulbOutlined aria-hidden />} aria-pressed={torch} onClick={light}>{t('scan.torch')}</Button>
        </div>
      )}
    </Modal>
  );
}
