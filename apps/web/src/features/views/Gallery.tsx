import { PictureOutlined } from '@ant-design/icons';
import type { RecordRow } from '@/api';
import { useFormServices } from '@/controls';
import { asFiles } from '@/controls/shared/values';
import { Card } from './Card';
import type { FaceProps } from './RecordTable';
import styles from './cards.module.css';

/** Records as pictures: the first one of the field is the cover. */
export function Gallery({ face, rows }: { face: FaceProps; rows: readonly RecordRow[] }) {
  const { fileAddress } = useFormServices();
  const by = face.shown.by ?? '';
  const cover = (row: RecordRow): React.ReactNode => {
    const picture = asFiles(row.values[by]).find((file) => file.media_type.startsWith('image/'));
    return (
      <div className={styles['cover']}>
        {picture === undefined ? <PictureOutlined aria-hidden /> : <img src={fileAddress(picture.id, true)} alt={picture.name} loading="lazy" draggable={false} />}
      </div>
    );
  };
  return (
    <div className={styles['gallery']} role="list">
      {rows.map((row) => (
        <div key={row.id} role="listitem">
          <Card row={row} face={{ ...face, columns: face.columns.filter((column) => column.id !== by) }} names={face.names}>
            {cover(row)}
          </Card>
        </div>
      ))}
    </div>
  );
}
