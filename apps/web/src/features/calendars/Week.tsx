import { CopyOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isText, listIn, type Json } from '@/api';
import { objectIn, withKey } from '@/definition';
import type { Change } from './CalendarDesigner';
import { HoursInput } from './HoursInput';
import { weekdays, type Weekday } from './model/dates';
import { inOrder, overlaps, secondsOf, slotTime } from './model/hours';
import styles from './calendar.module.css';

const DAY = 86_400;

/** The hours of a weekday; null when the calendar says nothing of it. */
function saidOf(calendar: Json, day: Weekday): readonly string[] | null {
  const week = objectIn(calendar, 'week');
  return Object.hasOwn(week, day) ? listIn(week, day).filter(isText) : null;
}

function spansOf(hours: readonly string[], before: readonly string[]): readonly { from: number; to: number; tail: boolean }[] {
  const own = hours.map(secondsOf).map(({ from, to }) => ({ from, to: Math.min(to, DAY), tail: false }));
  const tails = before.map(secondsOf).filter(({ to }) => to > DAY).map(({ to }) => ({ from: 0, to: to - DAY, tail: true }));
  return [...tails, ...own];
}

/** The half hour of the line at which the pointer is. */
function slotAt(event: React.PointerEvent<HTMLElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(47, Math.floor(((event.clientX - box.left) / box.width) * 48)));
}

const share = (second: number): string => `${String((second / DAY) * 100)}%`;

interface TrackProps {
  name: string;
  hours: readonly string[];
  /** The hours of the day before, whose nights reach into this one. */
  before: readonly string[];
  inherited: boolean;
  onAdd: (hours: string) => void;
}

/** A day as a line of 24 hours; pulling over free time adds hours. The keyboard has the inputs beside it. */
function Track({ name, hours, before, inherited, onAdd }: TrackProps) {
  const [pulled, setPulled] = useState<{ from: number; to: number } | null>(null);
  const end = (): void => {
    if (pulled === null) return;
    const [from, to] = [Math.min(pulled.from, pulled.to), Math.max(pulled.from, pulled.to) + 1];
    setPulled(null);
    const added = `${slotTime(from)}-${slotTime(to)}`;
    if (!overlaps(hours, added)) onAdd(added);
  };
  return (
    <div
      className={styles['track']}
      role="img"
      aria-label={`${name} ${hours.join(' ')}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setPulled({ from: slotAt(event), to: slotAt(event) });
      }}
      onPointerMove={(event) => { if (pulled !== null) setPulled({ ...pulled, to: slotAt(event) }); }}
      onPointerUp={end}
      onPointerCancel={() => { setPulled(null); }}
    >
      {spansOf(hours, before).map(({ from, to, tail }) => (
        <span key={`${String(from)}${String(tail)}`} className={styles['open']} data-tail={tail} data-inherited={inherited && !tail} style={{ left: share(from), width: share(to - from) }} />
      ))}
      {pulled !== null && <span className={styles['pulled']} style={{ left: share(Math.min(pulled.from, pulled.to) * 1800), width: share((Math.abs(pulled.to - pulled.from) + 1) * 1800) }} />}
    </div>
  );
}

interface WeekProps {
  calendar: Json;
  /** The calendar and those under it. */
  layers: readonly Json[];
  change: Change;
}

/** The hours of the week as a grid: a line per day, several spans a day, nights over midnight. */
export function Week({ calendar, layers, change }: WeekProps) {
  const { t } = useTranslation();
  const below = layers.slice(1);
  const hasBase = below.length > 0;
  const baseOf = (day: Weekday): readonly string[] => below.map((layer) => saidOf(layer, day)).find((said) => said !== null) ?? [];
  const shown = (day: Weekday): readonly string[] => saidOf(calendar, day) ?? baseOf(day);
  const put = (changed: Readonly<Partial<Record<Weekday, readonly string[] | null>>>, step: string): void => {
    const week = Object.fromEntries(
      weekdays.flatMap((day) => {
        const next = Object.hasOwn(changed, day) ? (changed[day] ?? null) : saidOf(calendar, day);
        return next === null ? [] : [[day, inOrder(next)]];
      }),
    );
    change(step, withKey(calendar, 'week', Object.keys(week).length === 0 ? undefined : week));
  };
  const nameOf = (day: Weekday): string => t(`calendars.weekday.${day}`);
  const makeup = listIn(calendar, 'makeup_hours').filter(isText);
  return (
    <section className={styles['part']}>
      <h2>{t('calendars.week')}</h2>
      <p className={styles['soft']}>{t('calendars.week_help')}</p>
      <div className={styles['scale']} aria-hidden>
        {[0, 6, 12, 18, 24].map((hour) => <span key={hour}>{String(hour).padStart(2, '0')}:00</span>)}
      </div>
      <ul className={styles['week']}>
        {weekdays.map((day, index) => {
          const said = saidOf(calendar, day);
          const hours = shown(day);
          const step = t('calendars.step.hours', { day: nameOf(day) });
          const state = said === null ? (hasBase ? 'base' : 'free') : said.length === 0 ? 'free' : 'own';
          const choose = (next: string): void => {
            if (next === 'base') put({ [day]: null }, step);
            else if (next === 'free') put({ [day]: hasBase ? [] : null }, step);
            else put({ [day]: hours.length === 0 ? ['09:00-18:00'] : hours }, step);
          };
          return (
            <li key={day}>
              <span className={styles['dayName']}>{nameOf(day)}</span>
              <Select
                size="small"
                aria-label={t('calendars.how', { day: nameOf(day) })}
                value={state}
                options={[...(hasBase ? ['base'] : []), 'own', 'free'].map((value) => ({ value, label: t(`calendars.day_is.${value}`) }))}
                onChange={choose}
              />
              <Track name={nameOf(day)} hours={hours} before={shown(weekdays[(index + 6) % 7] ?? 'sun')} inherited={said === null} onAdd={(added) => { put({ [day]: [...hours, added] }, step); }} />
              <div className={styles['spans']}>
                {said !== null && said.length > 0 ? (
                  <>
                    <HoursInput name={nameOf(day)} value={said} onChange={(next) => { put({ [day]: next }, step); }} />
                    <Button size="small" type="text" icon={<CopyOutlined aria-hidden />} aria-label={t('calendars.to_workdays_of', { day: nameOf(day) })} title={t('calendars.to_workdays')} onClick={() => { put(Object.fromEntries(weekdays.slice(0, 5).map((one) => [one, said])), t('calendars.to_workdays')); }} />
                  </>
                ) : (
                  <span className={styles['soft']}>{hours.length === 0 ? t('calendars.day_is.free') : hours.join('  ')}</span>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      <div className={styles['makeup']}>
        <h3>{t('calendars.makeup_hours')}</h3>
        <p className={styles['soft']}>{t('calendars.makeup_help')}</p>
        <HoursInput name={t('calendars.makeup_hours')} value={makeup} mayBeEmpty onChange={(next) => { change(t('calendars.step.makeup_hours'), withKey(calendar, 'makeup_hours', next.length === 0 ? undefined : next)); }} />
      </div>
    </section>
  );
}
