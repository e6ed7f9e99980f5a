import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListGroup, RecordQuery, RecordRow } from '@/api';
import { Failed, Waiting } from '@/components';
import { OptionTag } from '@/controls';
import type { Option } from '@/engine';
import type { Filter } from '@/generated/definition';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { Card } from './Card';
import { isEditable } from './editable';
import type { FaceProps } from './RecordTable';
import { Total } from './Totals';
import { narrowed, useGroups, useRows } from './useList';
import { carrying, useMove, type Move } from './useMove';
import styles from './cards.module.css';

interface LaneProps {
  face: FaceProps;
  query: RecordQuery;
  by: string;
  option: Option | null;
  options: readonly (Option | null)[];
  group: ListGroup | undefined;
  move: Move | null;
  find: Map<string, RecordRow>;
}

const perLane = 30;

function Lane({ face, query, by, option, options, group, move, find }: LaneProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(face.zone);
  const [over, setOver] = useState(false);
  const filter: Filter = option === null ? { field: by, op: 'blank' } : { field: by, op: 'eq', value: option.id };
  const rows = useRows(face.app, face.form, narrowed(query, filter), true, perLane);
  const all = rows.data?.pages.flatMap((page) => page.rows) ?? [];
  const names = { ...face.names, ...Object.assign({}, ...(rows.data?.pages.map((page) => page.names) ?? [])) };
  for (const row of all) find.set(row.id, row);
  const name = option === null ? t('views.no_value') : text(option.label);
  const place = (id: string): void => {
    const row = find.get(id);
    if (move === null || row === undefined || (row.values[by] ?? null) === (option?.id ?? null)) return;
    void move.move(row, { [by]: option?.id ?? null });
  };
  const moves = (row: RecordRow) =>
    options
      .filter((other) => other?.id !== option?.id)
      .map((other) => ({
        key: other?.id ?? '',
        label: t('views.move_to', { name: other === null ? t('views.no_value') : text(other.label) }),
        onClick: () => { void move?.move(row, { [by]: other?.id ?? null }); },
      }));
  return (
    <div
      role="presentation"
      className={styles['lane']}
      data-over={over}
      onDragOver={(event) => { if (move !== null && carrying.over(event)) setOver(true); }}
      onDragLeave={() => { setOver(false); }}
      onDrop={(event) => {
        setOver(false);
        place(carrying.dropped(event));
      }}
    >
      <section aria-label={t('views.lane', { name, count: group?.count ?? 0 })}>
      <header className={styles['laneHead']}>
        {option === null ? <span>{name}</span> : <OptionTag label={text(option.label)} tone={option.tone} />}
        <span className={styles['faint']}>{format.number(group?.count ?? 0)}</span>
        {(face.shown.totals ?? []).map((total, index) => (
          <Total key={`${total.field}-${total.aggregate}`} column={face.all.find((column) => column.id === total.field)} total={total} value={group?.totals[index]} />
        ))}
      </header>
      <div className={styles['laneBody']} role="group" tabIndex={0} aria-label={name}>
        {rows.isPending && <Waiting lines={3} />}
        {rows.isError && <Failed error={rows.error} retry={() => void rows.refetch()} />}
        {rows.isSuccess && all.length === 0 && <p className={styles['faint']}>{t('views.lane_empty')}</p>}
        {all.length > 0 && (
          <ul className={styles['laneCards']}>
            {all.map((row) => (
              <li key={row.id}>
                <Card row={row} face={face} names={names} busy={move?.moving === row.id} {...(move === null ? {} : { moves: moves(row) })} />
              </li>
            ))}
          </ul>
        )}
        {rows.hasNextPage && <Button size="small" loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>{t('action.load_more')}</Button>}
      </div>
      </section>
    </div>
  );
}

/** Cards in columns, one for each option; a card that is moved changes the field, and the server checks it as ever. */
export function Board({ face, query }: { face: FaceProps; query: RecordQuery }) {
  const by = face.shown.by ?? '';
  const column = face.all.find((one) => one.id === by);
  const grouping = useMemo(() => [{ field: by }], [by]);
  const groups = useGroups(face.app, face.form, query, grouping, face.shown.totals, column !== undefined);
  const moving = useMove(face.app, face.form);
  const find = useMemo(() => new Map<string, RecordRow>(), []);
  const move = column !== undefined && isEditable(face.known, column.field) ? moving : null;
  const groupOf = (key: string | null): ListGroup | undefined => groups.data?.rows.find((group) => (group.keys[0] ?? null) === key);
  // A retired option, and none at all, have their column only while a record stands there.
  const options: readonly (Option | null)[] = [
    ...(column?.options ?? []).filter((option) => !option.retired || groupOf(option.id) !== undefined),
    ...(groupOf(null) === undefined && column?.field?.settings['required'] === true ? [] : [null]),
  ];
  return (
    <div className={styles['board']}>
      {options.map((option) => (
        <Lane key={option?.id ?? ''} face={face} query={query} by={by} option={option} options={options} group={groupOf(option?.id ?? null)} move={move} find={find} />
      ))}
    </div>
  );
}
