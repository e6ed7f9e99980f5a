import { AudioOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
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
  const sending = useSending(props, limitsOf(props, 3, 20));
  const most = settingNumber(props.field.settings, 'max_seconds') ?? 120;
  const recorder = useRecorder({ kind: 'audio', most, name: (moment) => `${t('media.sound')} ${format.moment(moment)}`, done: (file) => void sending.send([file]) });
  const recording = recorder.state === 'recording';
  return (
    <FilesBox input={props} sending={sending} list={<FileList files={sending.files} remove={props.disabled ? undefined : sending.remove} />}>
      {canRecord() && (
        <Button
          icon={recording ? <span className={styles['square']} aria-hidden /> : <AudioOutlined aria-hidden />}
          danger={recording || props.invalid}
          loading={recorder.state === 'starting'}
          disabled={sending.share !== null}
          aria-pressed={recording}
          aria-describedby={props.describedBy}
          onClick={recording ? recorder.stop : recorder.start}
        >
          {t(recording ? 'media.stop' : 'media.record')}
        </Button>
      )}
      {recording && <span className={styles['recording']} role="timer">{clockText(recorder.seconds)} / {clockText(most)}</span>}
      <Pick input={props} sending={sending} accept="audio/*">
        <Button icon={<PaperClipOutlined aria-hidden />} disabled={recording || sending.share !== null}>{t('media.choose_sound')}</Button>
      </Pick>
      {recorder.state === 'refused' && <Alert type="warning" title={t('media.no_microphone')} />}
    </FilesBox>
  );
}

export const control = defineControl({ kind: 'voice', Input, Display: FilesDisplay, filter: 'none', wide: true });
