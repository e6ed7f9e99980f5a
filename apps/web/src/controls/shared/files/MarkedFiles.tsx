import { App, Modal, Skeleton } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '@/theme';
import type { DisplayProps } from '../../define';
import type { StoredFile } from '../../services';
import { asFiles } from '../values';
import { FileList } from './FileList';
import styles from './files.module.css';

const Annotator = lazy(async () => ({ default: (await import('./Annotator')).Annotator }));

interface MarkedFilesProps {
  files: readonly StoredFile[];
  strokes?: boolean;
  /** None when they are only looked at. */
  replace?: ((file: StoredFile) => void) | undefined;
  remove?: ((file: StoredFile) => void) | undefined;
}

/** Pictures with what was drawn over them; one opens large, to look at or to draw on. */
export function MarkedFiles({ files, strokes, replace, remove }: MarkedFilesProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [open, setOpen] = useState<string | null>(null);
  const file = files.find((one) => one.id === open);
  const { modal } = App.useApp();
  const unsaved = useRef(false);
  const close = (): void => {
    unsaved.current = false;
    setOpen(null);
  };
  /** What was drawn is not lost by a click beside the window. */
  const leave = (): void => {
    if (!unsaved.current) close();
    else modal.confirm({ title: t('marks.discard_title'), okText: t('marks.discard'), okButtonProps: { danger: true }, cancelText: t('marks.go_on'), onOk: close });
  };
  return (
    <>
      <FileList files={files} remove={remove} open={(one) => { setOpen(one.id); }} {...(strokes === true ? { strokes } : {})} />
      {file !== undefined && (
        <Modal open title={t(replace === undefined ? 'marks.look' : 'marks.draw', { name: file.name })} footer={null} onCancel={leave} width={narrow ? '100%' : 'min(96vw, 72em)'} destroyOnHidden>
          <Suspense fallback={<Skeleton active />}>
            <Annotator
              file={file}
              free={strokes === true}
              {...(replace === undefined ? {} : { save: (next: StoredFile) => { replace(next); close(); }, onChanged: (changed: boolean) => { unsaved.current = changed; } })}
            />
          </Suspense>
        </Modal>
      )}
    </>
  );
}

export function MarkedDisplay({ value, compact, strokes }: DisplayProps & { strokes?: boolean }) {
  const { t } = useTranslation();
  const files = asFiles(value);
  if (files.length === 0) return null;
  if (compact === true) return <span>{t('upload.count', { count: files.length })}</span>;
  return (
    <div className={styles['list']}>
      <MarkedFiles files={files} {...(strokes === true ? { strokes } : {})} />
    </div>
  );
}
