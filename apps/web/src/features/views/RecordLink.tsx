import type { MouseEvent } from 'react';
import { Link } from 'react-router';
import type { RecordRow } from '@/api';
import { useNarrow } from '@/theme';
import type { FaceProps } from './RecordTable';

interface RecordLinkProps {
  row: RecordRow;
  face: FaceProps;
  className: string | undefined;
}

/** The title of a record. A plain press opens it beside the list where there is room; any other goes to its page. */
export function RecordLink({ row, face, className }: RecordLinkProps) {
  const narrow = useNarrow();
  const open = (event: MouseEvent): void => {
    if (narrow || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    face.open(row.id);
  };
  return <Link className={className ?? ''} to={face.addressOf(row.id)} draggable={false} onClick={open}>{row.title}</Link>;
}
