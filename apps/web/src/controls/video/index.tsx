import { PaperClipOutlined, VideoCameraOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { defineControl, type InputProps } from '../define';
import { useFormServices } from '../services';
import { canRecord } from '../shared/files/Camera';
import { FileList } from '../shared/files/FileList';
import { FilesBox, FilesDisplay, Pick } from '../shared/files/FilesBox';
import { clockText, useRecorder } from '../shared/files/useRecorder';
import { limitsOf, useSending } from '../shared/files/useSending';
import { settingNumber } from '../shared/values';
import styles from '../shared/files/files.module.css';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const format = useFormat(useFormServices().zone);
  const finder = useRef<HTMLVideoElement>(null);
  const sending = useSending(props, limitsOf(props, 3, 100));
  const most = settingNumber(props.field.settings, 'max_seconds') ?? 60;
  const recorder = useRecorder({ kind: 'video', most, name: (moment) => `${t('media.movie')} ${format.moment(moment)}`, done: (file) => void sending.send([file]), finder });
  const recording = recorder.state === 'recording';
  const busy = recording || recorder.state === 'starting';
  return (
    <FilesBox input={props} sending={sending} list={<FileList files={sending.files} remove={props.disabled ? undefined : sending.remove} />}>
      <video ref={finder} className={styles['finder']} muted playsInline hidden={!busy} aria-label={t('media.finder')} />
      {canRecord() && (
        <Button
          icon={recording ? <span className={styles['square']} aria-hidden /> : <VideoCameraOutlined aria-hidden />}
          danger={recording || props.invalid}
          loading={recorder.state === 'starting'}
          disabled={sending.share !== null}
          aria-pressed={recording}
          aria-describedby={props.describedBy}
          onClick={recording ? recorder.stop : recorder.start}
        >
          {t(recording ? 'media.stop' : 'media.film')}
        </Button>
      )}
      {recording && <span className={styles['recording']} role="timer">{clockText(recorder.seconds)} / {clockText(most)}</span>}
      <Pick input={props} sending={sending} accept="video/*" camera={!canRecord()}>
        <Button icon={<PaperClipOutlined aria-hidden />} disabled={busy || sending.share !== null}>{t('media.choose_film')}</Button>
      </Pick>
      {recorder.state === 'refused' && <Alert type="warning" title={t('media.no_camera')} />}
    </FilesBox>
  );
}

export const control = defineControl({ kind: 'video', Input, Display: FilesDisplay, filter: 'none', wide: true });
