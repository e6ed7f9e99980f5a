import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import { useLocale, useText } from '@/i18n';
import type { Day } from './answers';
import type { Selection } from './CalendarDesigner';
import { breaksOf, ownMarks } from './model/days';
import { made, plus, weekdays, weeksOf } from './model/dates';
import styles from './calendar.module.css';

interface YearProps {
  year: number;
  days: ReadonlyMap<string, Day>;
  calendar: Json;
  selection: Selection | null;
  onSelect: (selection: Selection) => void;
}

const months = Array.from({ length: 12 }, (_, month) => month + 1);

/** Where a key leads from a day; null when it leads nowhere. */
function led(key: string, date: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return plus(date, -1);
    case 'ArrowRight':
      return plus(date, 1);
    case 'ArrowUp':
      return plus(date, -7);
    case 'ArrowDown':
      return plus(date, 7);
    case 'PageUp':
      return plus(date, -28);
    case 'PageDown':
      return plus(date, 28);
    case 'Home':
      return `${date.slice(0, 8)}01`;
    case 'End':
      return plus(`${plus(`${date.slice(0, 8)}28`, 4).slice(0, 8)}01`, -1);
    default:
      return null;
  }
}

/** A year as twelve months. Days are chosen by clicking and pulling, or with the arrow keys and Shift. */
export function Year({ year, days, calendar, selection, onSelect }: YearProps) {
  const { t } = useTranslation();
  const text = useText();
  const locale = useLocale((state) => state.locale);
  const box = useRef<HTMLDivElement>(null);
  const [pulling, setPulling] = useState(false);
  const [own, closed] = [ownMarks(calendar), new Set(breaksOf(calendar).map((one) => one.date))];
  const [first, last] = selection === null ? ['', ''] : [selection.anchor, selection.focus].toSorted();
  const active = selection?.focus ?? made(year, 1, 1);
  const monthName = (month: number): string => new Date(Date.UTC(year, month - 1, 1)).toLocaleDateString(locale, { month: 'long', timeZone: 'UTC' });
  const told = (day: Day): string => {
    const parts = [day.date, t(`calendars.weekday.${weekdays[(new Date(`${day.date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon'}`), text(day.label), t(`calendars.kind.${day.kind}`)];
    if (day.breaks.length > 0) parts.push(t('calendars.with_break'));
    if (own.has(day.date) || closed.has(day.date)) parts.push(t('calendars.own'));
    return parts.filter((part) => part !== '').join(' ');
  };
  const go = (event: React.KeyboardEvent, date: string): void => {
    const next = led(event.key, date) ?? (event.key === 'Enter' || event.key === ' ' ? date : null);
    if (next === null || !days.has(next)) return;
    event.preventDefault();
    onSelect({ anchor: event.shiftKey ? (selection?.anchor ?? date) : next, focus: next });
    box.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus();
  };
  return (
    <div className={styles['year']} ref={box} onPointerUp={() => { setPulling(false); }} onPointerLeave={() => { setPulling(false); }}>
      {months.map((month) => (
        <table key={month} className={styles['month']} role="grid" aria-multiselectable aria-label={`${String(year)} ${monthName(month)}`}>
          <caption>{monthName(month)}</caption>
          <thead>
            <tr>
              {weekdays.map((day) => (
                <th key={day} scope="col" aria-label={t(`calendars.weekday.${day}`)}>{t(`calendars.short.${day}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(year, month).map((week, row) => (
              // A week of a month is known by its place.
              // eslint-disable-next-line react/no-array-index-key
              <tr key={row}>
                {week.map((date, column) => {
                  const day = date === null ? undefined : days.get(date);
                  // eslint-disable-next-line react/no-array-index-key
                  if (date === null || day === undefined) return <td key={`${String(row)}-${String(column)}`} aria-hidden />;
                  const mark = day.kind === 'holiday' || day.kind === 'makeup' ? t(`calendars.mark.${day.kind}`) : '';
                  return (
                    <td
                      key={date}
                      data-date={date}
                      data-kind={day.kind}
                      data-mark={mark}
                      data-own={own.has(date) || closed.has(date)}
                      aria-selected={first !== '' && first !== undefined && last !== undefined && first <= date && date <= last}
                      tabIndex={date === active ? 0 : -1}
                      title={told(day)}
                      onPointerDown={(event) => {
                        // A finger that scrolls must not pull days along.
                        setPulling(event.pointerType === 'mouse');
                        onSelect({ anchor: event.shiftKey ? (selection?.anchor ?? date) : date, focus: date });
                      }}
                      onPointerEnter={() => { if (pulling && selection !== null) onSelect({ ...selection, focus: date }); }}
                      onKeyDown={(event) => { go(event, date); }}
                    >
                      <span aria-hidden>{Number(date.slice(8))}</span>
                      <span className="visually-hidden">{told(day)}</span>
                      {day.breaks.length > 0 && <i aria-hidden />}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
