import { Modal, Skeleton } from 'antd';
import { lazy, Suspense, useState } from 'react';
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
  const close = (): void => { setOpen(null); };
  return (
    <>
      <FileList files={files} remove={remove} open={(one) => { setOpen(one.id); }} {...(strokes === true ? { strokes } : {})} />
      {file !== undefined && (
        <Modal open title={t(replace === undefined ? 'marks.look' : 'marks.draw', { name: file.name })} footer={null} onCancel={close} width={narrow ? '100%' : 'min(96vw, 72em)'} destroyOnHidden>
          <Suspense fallback={<Skeleton active />}>
            <Annotator
              file={file}
              free={strokes === true}
              {...(replace === undefined ? {} : { save: (next: StoredFile) => { replace(next); close(); } })}
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
