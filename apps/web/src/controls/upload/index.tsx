import { CameraOutlined, DeleteOutlined, PaperClipOutlined } from '@ant-design/icons';
import { App, Button, Image, Progress, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isText } from '@/api/narrow';
import { useProblemText } from '@/components';
import { useFormat } from '@/i18n/format';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices, type StoredFile } from '../services';
import styles from '../shared/shared.module.css';
import { asFiles, asTexts, settingNumber } from '../shared/values';

const acceptOf: Readonly<Record<string, string>> = {
  image: 'image/*',
  audio: 'audio/*',
  video: 'video/*',
  document: '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv',
};

function accepted(settings: Readonly<Record<string, unknown>>): string {
  const extensions = asTexts(settings['extensions']);
  if (extensions.length > 0) return extensions.map((ending) => `.${ending}`).join(',');
  return isText(settings['accept']) ? (acceptOf[settings['accept']] ?? '') : '';
}

function FileList({ files, remove }: { files: readonly StoredFile[]; remove?: (file: StoredFile) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const services = useFormServices();
  const pictures = files.filter((file) => file.media_type.startsWith('image/'));
  const others = files.filter((file) => !file.media_type.startsWith('image/'));
  return (
    <>
      {pictures.length > 0 && (
        <Image.PreviewGroup>
          <div className={styles['thumbs']}>
            {pictures.map((file) => (
              <div key={file.id} className={styles['picture']}>
                <Image
                  rootClassName={styles['thumb'] ?? ''}
                  src={services.fileAddress(file.id, true)}
                  preview={{ src: services.fileAddress(file.id, false) }}
                  alt={file.name}
                />
                {remove !== undefined && (
                  <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('upload.remove', { name: file.name })} onClick={() => { remove(file); }} />
                )}
              </div>
            ))}
          </div>
        </Image.PreviewGroup>
      )}
      {others.map((file) => (
        <span key={file.id} className={styles['file']}>
          <PaperClipOutlined aria-hidden="true" />
          <a className={styles['fileName']} href={services.fileAddress(file.id, false)} download={file.name}>
            {file.name}
          </a>
          <span className={styles['faint']}>{format.bytes(file.size)}</span>
          {remove !== undefined && (
            <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('upload.remove', { name: file.name })} onClick={() => { remove(file); }} />
          )}
        </span>
      ))}
    </>
  );
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const services = useFormServices();
  const [share, setShare] = useState<number | null>(null);
  const files = asFiles(props.value);
  const most = settingNumber(props.field.settings, 'max_count') ?? 9;
  const megabytes = settingNumber(props.field.settings, 'max_mb') ?? 20;
  const image = props.field.settings['accept'] === 'image';
  const send = async (chosen: readonly File[]): Promise<void> => {
    let stored = files;
    for (const file of chosen.slice(0, most - files.length)) {
      if (file.size > megabytes * 1024 * 1024) {
        message.error(t('upload.too_large', { name: file.name, megabytes }));
        continue;
      }
      try {
        setShare(0);
        stored = [...stored, await services.upload(file, setShare, props.path)];
        props.onChange(stored);
      } catch (error) {
        message.error(problemText(error));
      } finally {
        setShare(null);
      }
    }
  };
  const remove = (file: StoredFile): void => {
    const rest = files.filter((one) => one.id !== file.id);
    props.onChange(rest.length === 0 ? null : rest);
  };
  return (
    <div className={styles['uploads']} role="group" aria-labelledby={`${props.id}-label`}>
      <FileList files={files} {...(props.disabled ? {} : { remove })} />
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label={t('upload.progress')} />}
      <Upload
        id={props.id}
        accept={accepted(props.field.settings)}
        multiple={most > 1}
        showUploadList={false}
        disabled={props.disabled || files.length >= most || share !== null}
        beforeUpload={(file, chosen) => {
          if (file === chosen[0]) void send(chosen);
          return false;
        }}
      >
        <Button
          icon={image ? <CameraOutlined aria-hidden /> : <PaperClipOutlined aria-hidden />}
          disabled={props.disabled || files.length >= most || share !== null}
          aria-describedby={props.describedBy}
          danger={props.invalid}
        >
          {image ? t('upload.photo') : t('upload.file')}
        </Button>
      </Upload>
    </div>
  );
}

function Display({ value, compact }: DisplayProps) {
  const { t } = useTranslation();
  const files = asFiles(value);
  if (files.length === 0) return null;
  if (compact === true) return <span>{t('upload.count', { count: files.length })}</span>;
  return (
    <div className={styles['uploads']}>
      <FileList files={files} />
    </div>
  );
}

export const control = defineControl({ kind: 'upload', Input, Display, filter: 'none', wide: true });
