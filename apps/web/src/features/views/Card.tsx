import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '@/api';
import { Value } from '@/features/records';
import { useText } from '@/i18n';
import { RecordLink } from './RecordLink';
import type { FaceProps } from './RecordTable';
import { carrying } from './useMove';
import styles from './cards.module.css';

interface CardProps {
  row: RecordRow;
  face: FaceProps;
  names: Readonly<Record<string, string>>;
  /** Where it can be moved by menu, for the keyboard and the thumb. */
  moves?: NonNullable<MenuProps['items']>;
  busy?: boolean;
  /** Only the title. */
  short?: boolean;
  children?: React.ReactNode;
}

/** A record as a card: its title, and what the view names. */
export function Card({ row, face, names, moves, busy = false, short = false, children }: CardProps) {
  const { t } = useTranslation();
  const text = useText();
  const movable = moves !== undefined && moves.length > 0;
  const said = short ? [] : face.columns.filter(({ id }) => row.values[id] !== row.title && row.values[id] !== null && row.values[id] !== undefined).slice(0, 5);
  return (
    <div
      role="presentation"
      className={styles['item']}
      data-tone={row.tones?.['_row']}
      data-busy={busy}
      data-short={short}
      data-opened={row.id === face.opened}
      draggable={movable && !busy}
      onDragStart={(event) => { carrying.start(event, row.id); }}
    >
      {children}
      <div className={styles['itemTop']}>
        <RecordLink row={row} face={face} className={styles['itemTitle']} />
        {movable && (
          <Dropdown trigger={['click']} menu={{ items: moves }}>
            <Button size="small" type="text" icon={<MoreOutlined aria-hidden />} aria-label={t('views.move', { title: row.title })} />
          </Dropdown>
        )}
      </div>
      {said.length > 0 && (
        <dl className={styles['itemValues']}>
          {said.map((column) => (
            <div key={column.id} data-tone={row.tones?.[column.id]}>
              <dt>{text(column.label)}</dt>
              <dd><Value column={column} values={row.values} names={names} zone={face.zone} /></dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
