import { Progress, Upload } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayProps, InputProps } from '../../define';
import { asFiles } from '../values';
import { FileList } from './FileList';
import type { Sending } from './useSending';
import styles from './files.module.css';

interface FilesBoxProps {
  input: InputProps;
  list: ReactNode;
  sending: Sending;
  children: ReactNode;
}

/** A field of files: what is there, how far an upload is, and the ways to add more. */
export function FilesBox({ input, list, sending, children }: FilesBoxProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['list']} role="group" aria-labelledby={`${input.id}-label`} aria-describedby={input.describedBy}>
      {list}
      {sending.share !== null && <Progress percent={Math.round(sending.share * 100)} size="small" aria-label={t('upload.progress')} />}
      {!input.disabled && sending.room > 0 && <div className={styles['tools']}>{children}</div>}
    </div>
  );
}

interface PickProps {
  input: InputProps;
  sending: Sending;
  accept: string;
  /** Opens the camera of a phone at once. */
  camera?: boolean;
  children: ReactNode;
}

/** The chooser of files around a button. */
export function Pick({ input, sending, accept, camera, children }: PickProps) {
  return (
    <Upload
      id={input.id}
      accept={accept}
      multiple={sending.room > 1}
      showUploadList={false}
      disabled={input.disabled || sending.share !== null}
      {...(camera === true ? { capture: 'environment' as const } : {})}
      beforeUpload={(file, chosen) => {
        if (file === chosen[0]) void sending.send(chosen);
        return false;
      }}
    >
      {children}
    </Upload>
  );
}

/** Files to look at; in a list, how many there are. */
export function FilesDisplay({ value, compact }: DisplayProps) {
  const { t } = useTranslation();
  const files = asFiles(value);
  if (files.length === 0) return null;
  if (compact === true) return <span>{t('upload.count', { count: files.length })}</span>;
  return (
    <div className={styles['list']}>
      <FileList files={files} />
    </div>
  );
}
