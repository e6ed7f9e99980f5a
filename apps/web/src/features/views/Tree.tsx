import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordQuery, RecordRow } from '@/api';
import { Failed, Waiting } from '@/components';
import { Value } from '@/features/records';
import type { Filter } from '@/generated/definition';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { RecordLink } from './RecordLink';
import type { FaceProps } from './RecordTable';
import { narrowed, useGroups, useRows } from './useList';
import styles from './places.module.css';

/** How many records one level shows at a time; as many are asked how much stands below them. */
const perLevel = 50;

interface LevelProps {
  face: FaceProps;
  query: RecordQuery;
  above: string | null;
  /** The records on the way here, so that a ring ends. */
  path: readonly string[];
}

interface TwigProps extends Omit<LevelProps, 'above'> {
  row: RecordRow;
  names: Readonly<Record<string, string>>;
  /** How many stand below; not known yet when left out. */
  below: number | undefined;
}

/** How far a line stands to the right. */
function depthOf(depth: number): CSSProperties & Record<'--depth', number> {
  return { '--depth': depth };
}

function Twig({ face, query, row, names, path, below }: TwigProps) {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const columns = face.columns.filter(({ id }) => id !== face.shown.by && id !== face.known.description.titleField).slice(0, narrow ? 1 : 5);
  return (
    <li className={styles['twig']}>
      <div className={styles['twigRow']} style={depthOf(path.length)} data-tone={row.tones?.['_row']} data-opened={row.id === face.opened}>
        <span className={styles['twigBelow']}>
          {below !== 0 && (
            <Button
              size="small"
              type="text"
              icon={open ? <CaretDownOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />}
              aria-expanded={open}
              aria-label={t('views.below', { title: row.title })}
              onClick={() => { setOpen(!open); }}
            />
          )}
        </span>
        <RecordLink row={row} face={face} className={styles['first']} />
        {below !== undefined && below > 0 && <span className={styles['faint']}>{t('views.count_below', { count: below })}</span>}
        {columns.map((column) => (
          <span key={column.id} className={styles['twigValue']} title={text(column.label)} data-figures={column.figures} data-tone={row.tones?.[column.id]}>
            <Value column={column} values={row.values} names={names} zone={face.zone} />
          </span>
        ))}
      </div>
      {open && (path.includes(row.id) ? <p className={styles['twigNote']} style={depthOf(path.length + 1)}>{t('views.ring')}</p> : <Level face={face} query={query} above={row.id} path={[...path, row.id]} />)}
    </li>
  );
}

function Level({ face, query, above, path }: LevelProps) {
  const { t } = useTranslation();
  const by = face.shown.by ?? '';
  const filter: Filter = above === null ? { field: by, op: 'blank' } : { field: by, op: 'eq', value: above };
  // A search shows what it finds wherever it stands.
  const flat = above === null && query.search !== undefined && query.search !== null;
  const rows = useRows(face.app, face.form, flat ? query : narrowed(query, filter), true, perLevel);
  const all = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  const names = { ...face.names, ...Object.assign({}, ...(rows.data?.pages.map((page) => page.names) ?? [])) };
  if (rows.isPending) return <Waiting lines={2} />;
  if (rows.isError) return <Failed error={rows.error} retry={() => void rows.refetch()} />;
  return (
    <>
      {all.length === 0 && <p className={styles['twigNote']} style={depthOf(path.length)}>{t(above === null ? 'views.tree_empty' : 'views.nothing_below')}</p>}
      <ul className={styles['tree']}>
        {rows.data.pages.map((page) => (
          <Twigs key={page.rows[0]?.id ?? ''} face={face} query={query} path={path} rows={page.rows} names={names} />
        ))}
      </ul>
      {rows.hasNextPage && <Button size="small" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t('action.load_more')}</Button>}
    </>
  );
}

/** The records of one page of a level, with how many stand below each. */
function Twigs({ face, query, path, rows, names }: Omit<LevelProps, 'above'> & { rows: readonly RecordRow[]; names: Readonly<Record<string, string>> }) {
  const by = face.shown.by ?? '';
  const { search: _search, ...beyond } = query;
  const asked = narrowed(beyond, { field: by, op: 'in', value: rows.map((row) => row.id) });
  const groups = useGroups(face.app, face.form, asked, [{ field: by }], undefined, rows.length > 0);
  const counts = groups.data === undefined || groups.isPlaceholderData ? null : new Map(groups.data.rows.map((group) => [group.keys[0], group.count]));
  return rows.map((row) => <Twig key={row.id} face={face} query={beyond} row={row} names={names} path={path} below={counts === null ? undefined : (counts.get(row.id) ?? 0)} />);
}

/** Records below each other, by the relation that names the one above. */
export function Tree({ face, query }: { face: FaceProps; query: RecordQuery }) {
  return (
    <div className={styles['trunk']}>
      <Level face={face} query={query} above={null} path={[]} />
    </div>
  );
}
