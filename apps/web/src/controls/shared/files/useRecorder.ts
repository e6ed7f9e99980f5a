import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

type RecorderState = 'idle' | 'starting' | 'recording' | 'refused';

interface Recorder {
  state: RecorderState;
  seconds: number;
  start: () => void;
  stop: () => void;
}

const types = {
  audio: ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'],
  video: ['video/webm;codecs=vp9,opus', 'video/webm', 'video/mp4'],
} as const;

const endings: Readonly<Record<string, string>> = { 'audio/webm': 'webm', 'audio/mp4': 'm4a', 'audio/ogg': 'ogg', 'video/webm': 'webm', 'video/mp4': 'mp4' };

/** A file with the ending that its content calls for. Not every disk takes a colon in a name. */
function named(parts: readonly Blob[], type: string, name: string): File {
  const plain = type.split(';')[0] ?? type;
  return new File([...parts], `${name.replaceAll(':', '.')}.${endings[plain] ?? 'webm'}`, { type: plain });
}

interface Recording {
  kind: 'audio' | 'video';
  /** It stops by itself after so many seconds. */
  most: number;
  /** What a recording is called that ends at a moment. */
  name: (moment: string) => string;
  done: (file: File) => void;
  finder?: RefObject<HTMLVideoElement | null>;
}

/** Records sound or a film. */
export function useRecorder({ kind, most, name, done, finder }: Recording): Recorder {
  const [state, setState] = useState<RecorderState>('idle');
  const [seconds, setSeconds] = useState(0);
  const recorder = useRef<MediaRecorder | null>(null);
  const finished = useRef<(parts: readonly Blob[], type: string) => void>(() => undefined);
  useEffect(() => {
    finished.current = (parts, type) => { done(named(parts, type, name(new Date().toISOString()))); };
  });
  const stop = useCallback((): void => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  }, []);
  const start = useCallback((): void => {
    setState('starting');
    const constraints = kind === 'audio' ? { audio: true } : { audio: true, video: { facingMode: { ideal: 'environment' } } };
    navigator.mediaDevices
      .getUserMedia(constraints)
      .then(async (stream) => {
        const type = types[kind].find((one) => MediaRecorder.isTypeSupported(one));
        const made = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
        const parts: Blob[] = [];
        made.addEventListener('dataavailable', (event) => {
          if (event.data.size > 0) parts.push(event.data);
        });
        made.addEventListener('stop', () => {
          for (const track of stream.getTracks()) track.stop();
          recorder.current = null;
          setState('idle');
          if (parts.length > 0) finished.current(parts, made.mimeType);
        });
        recorder.current = made;
        if (finder?.current) {
          finder.current.srcObject = stream;
          await finder.current.play();
        }
        made.start();
        setSeconds(0);
        setState('recording');
      })
      .catch(() => { setState('refused'); });
  }, [finder, kind]);
  useEffect(() => {
    if (state !== 'recording') return undefined;
    const began = Date.now();
    const clock = setInterval(() => {
      const passed = Math.floor((Date.now() - began) / 1000);
      setSeconds(passed);
      if (passed >= most) stop();
    }, 250);
    return () => { clearInterval(clock); };
  }, [most, state, stop]);
  useEffect(() => stop, [stop]);
  return { state, seconds, start, stop };
}

/** 75 as 1:15. */
export function clockText(seconds: number): string {
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
