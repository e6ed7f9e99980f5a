import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, DatePicker, Modal, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordQuery, RecordRow } from '@/api';
import { Failed, useNow, Waiting } from '@/components';
import { civil } from '@/i18n/format';
import { useNarrow } from '@/theme';
import { Card } from './Card';
import { addDays, beside, daysSeen, filterOfDays, movedTo, spanOf, type Placing } from './days';
import { isEditable } from './editable';
import type { FaceProps } from './RecordTable';
import { narrowed, useRows, type ListState } from './useList';
import { carrying, useMove } from './useMove';
import styles from './places.module.css';

const most = 500;
const perDay = 4;

interface CalendarProps {
  face: FaceProps;
  query: RecordQuery;
  state: ListState;
}

/** Asks for another day, for those who do not drag. */
function DayDialog({ row, day, done }: { row: RecordRow; day: string; done: (day: string | null) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(day);
  return (
    <Modal open title={t('views.move', { title: row.title })} okText={t('views.move_here')} onOk={() => { done(chosen); }} onCancel={() => { done(null); }}>
      <DatePicker aria-label={t('views.to_day')} allowClear={false} value={dayjs(chosen)} onChange={(next) => { setChosen(next?.format('YYYY-MM-DD') ?? day); }} />
    </Modal>
  );
}

/** Records on their days; one that is moved to another day keeps its length and its time. */
export function Calendar({ face, query, state }: CalendarProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const now = useNow();
  const by = face.shown.by ?? '';
  const column = face.all.find((one) => one.id === by);
  const placing: Placing = useMemo(() => ({ by, until: face.shown.until ?? null, moments: column?.field === null || column?.field?.type === 'instant', zone: face.zone }), [by, column, face.shown.until, face.zone]);
  const today = civil(new Date(now).toISOString(), face.zone).date;
  const day = state.day ?? today;
  const days = daysSeen(day, state.span);
  const rows = useRows(face.app, face.form, narrowed(query, filterOfDays(days, placing)), true, most);
  const all = useMemo(() => rows.data?.pages.flatMap((page) => page.rows) ?? [], [rows.data]);
  const names = { ...face.names, ...Object.assign({}, ...(rows.data?.pages.map((page) => page.names) ?? [])) };
  const { moving, move } = useMove(face.app, face.form);
  const [asking, setAsking] = useState<RecordRow | null>(null);
  const [wide, setWide] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const until = face.all.find((one) => one.id === placing.until);
  const movable = isEditable(face.known, column?.field ?? null) && (until === undefined || isEditable(face.known, until.field));
  const on = (one: string): readonly RecordRow[] =>
    all.filter((row) => {
      const span = spanOf(row, placing);
      return span !== null && span.from <= one && one <= span.to;
    });
  const put = (row: RecordRow | undefined, to: string): void => {
    const from = row === undefined ? null : spanOf(row, placing)?.from;
    if (row !== undefined && from !== null && from !== undefined && from !== to) void move(row, movedTo(row, from, to, placing));
  };
  const card = (row: RecordRow, one: string): React.ReactNode => {
    const from = spanOf(row, placing)?.from ?? one;
    const moves = [
      { key: 'earlier', label: t('views.day_earlier'), onClick: () => { put(row, addDays(from, -1)); } },
      { key: 'later', label: t('views.day_later'), onClick: () => { put(row, addDays(from, 1)); } },
      { key: 'other', label: t('views.other_day'), onClick: () => { setAsking(row); } },
    ];
    return (
      <div key={row.id} role="listitem">
        <Card row={row} face={face} names={names} short={!narrow} busy={moving === row.id} {...(movable ? { moves } : {})} />
      </div>
    );
  };
  const weekday = (one: string): string => t(`views.weekday.${String(dayjs(one).day())}`);
  const shownDays = narrow ? days.filter((one) => on(one).length > 0) : days;
  const title = state.span === 'month' ? t('views.month', { year: day.slice(0, 4), month: day.slice(5, 7) }) : `${days[0] ?? ''} – ${days.at(-1) ?? ''}`;
  return (
    <div className={styles['calendar']}>
      <div className={styles['calendarHead']}>
        <Button icon={<LeftOutlined aria-hidden />} aria-label={t('views.earlier')} onClick={() => { state.change({ day: beside(day, state.span, -1) }); }} />
        <Button icon={<RightOutlined aria-hidden />} aria-label={t('views.later')} onClick={() => { state.change({ day: beside(day, state.span, 1) }); }} />
        <Button onClick={() => { state.change({ day: null }); }}>{t('views.today')}</Button>
        <h2 aria-live="polite">{title}</h2>
        <Segmented
          aria-label={t('views.span')}
          value={state.span}
          options={[{ value: 'month', label: t('views.span_month') }, { value: 'week', label: t('views.span_week') }]}
          onChange={(span) => { state.change({ span: span === 'week' ? 'week' : null }); }}
        />
      </div>
      {rows.isError && <Failed error={rows.error} retry={() => void rows.refetch()} />}
      {rows.isPending && <Waiting lines={8} />}
      {rows.hasNextPage && <p role="status" className={styles['faint']}>{t('views.too_many_days', { count: most })}</p>}
      {narrow && rows.isSuccess && shownDays.length === 0 && <p className={styles['faint']}>{t('views.no_days')}</p>}
      <div className={styles['days']} data-narrow={narrow} data-span={state.span}>
        {!narrow && days.slice(0, 7).map((one) => <div key={one} className={styles['weekday']} aria-hidden>{weekday(one)}</div>)}
        {shownDays.map((one) => {
          const standing = on(one);
          const seen = narrow || state.span === 'week' || wide === one ? standing : standing.slice(0, perDay);
          return (
            <div
              key={one}
              role="presentation"
              className={styles['day']}
              data-today={one === today}
              data-beside={state.span === 'month' && one.slice(0, 7) !== day.slice(0, 7)}
              data-over={over === one}
              onDragOver={(event) => { if (movable && carrying.over(event)) setOver(one); }}
              onDragLeave={() => { setOver(null); }}
              onDrop={(event) => {
                setOver(null);
                const id = carrying.dropped(event);
                put(all.find((row) => row.id === id), one);
              }}
            >
              <section aria-label={t('views.day_with', { day: one, weekday: weekday(one), count: standing.length })}>
              <span className={styles['dayName']}>{narrow ? `${one} ${weekday(one)}` : Number(one.slice(8))}</span>
              <div role="list">{seen.map((row) => card(row, one))}</div>
              {seen.length < standing.length && (
                <Button size="small" type="link" onClick={() => { setWide(one); }}>{t('views.more_on_day', { count: standing.length - seen.length })}</Button>
              )}
              </section>
            </div>
          );
        })}
      </div>
      {asking !== null && (
        <DayDialog
          row={asking}
          day={spanOf(asking, placing)?.from ?? day}
          done={(to) => {
            if (to !== null) put(asking, to);
            setAsking(null);
          }}
        />
      )}
    </div>
  );
}
