import { CloseOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { labelled } from '@/definition';
import { LabelInput } from '@/features/build';
import { useText } from '@/i18n';
import type { Day } from './answers';
import type { Change, Selection } from './CalendarDesigner';
import { HoursInput } from './HoursInput';
import { breaksOf, marked, ownMarks, withBreaks, withoutBreak, type Mark } from './model/days';
import { span, weekdayOf, weekdays } from './model/dates';
import { secondsOf } from './model/hours';
import { useLength } from './useLength';
import styles from './calendar.module.css';

interface PanelProps {
  days: ReadonlyMap<string, Day>;
  calendar: Json;
  layers: readonly Json[];
  selection: Selection | null;
  change: Change;
  /** Nothing is chosen any more. */
  close: () => void;
}

/** Which calendar says what a day is. */
function sayer(layers: readonly Json[], date: string): Json | null {
  return layers.find((layer) => ownMarks(layer).has(date)) ?? null;
}

/** What a day is, and the hours that result. */
function Told({ day, layers }: { day: Day; layers: readonly Json[] }) {
  const { t } = useTranslation();
  const text = useText();
  const lengthOf = useLength();
  const from = sayer(layers, day.date);
  const length = day.open.map(secondsOf).reduce((sum, one) => sum + one.to - one.from, 0);
  const names = [...new Set([text(day.label), t(`calendars.kind.${day.kind}`)])];
  const source = from === null ? t('calendars.by_week') : from === layers[0] ? t('calendars.own') : t('calendars.by_base', { name: text(labelled(from['label'])) });
  return (
    <dl className={styles['told']}>
      <dt>{t('calendars.is')}</dt>
      <dd>
        <strong>{names.filter((part) => part !== '').join(' · ')}</strong> <span className={styles['soft']}>{source}</span>
      </dd>
      <dt>{t('calendars.open')}</dt>
      <dd>{day.open.length === 0 ? t('calendars.closed') : `${day.open.join('  ')}（${lengthOf(length)}）`}</dd>
      {day.breaks.map((pause) => (
        <div key={pause.hours}>
          <dt>{t('calendars.break')}</dt>
          <dd>{`${pause.hours} ${text(pause.label)}`}</dd>
        </div>
      ))}
    </dl>
  );
}

type Wanted = 'usual' | 'holiday' | 'makeup' | 'ordinary' | 'break';

interface EditProps extends PanelProps {
  dates: readonly string[];
  /** The days in words, for the name of the step. */
  words: string;
}

/** What the chosen days are to be; nothing changes before the button is pressed. */
function Edit({ days, calendar, layers, dates, words, change }: EditProps) {
  const { t } = useTranslation();
  const own = ownMarks(calendar);
  const below = layers.slice(1).some((layer) => dates.some((date) => ownMarks(layer).has(date)));
  const now = own.get(dates[0] ?? '');
  const [wanted, setWanted] = useState<Wanted>(now?.kind ?? (days.get(dates[0] ?? '')?.kind === 'working' ? 'holiday' : 'makeup'));
  const [label, setLabel] = useState<unknown>(now === undefined || now.kind === 'ordinary' ? undefined : now.label);
  const [hours, setHours] = useState<readonly string[]>(now?.kind === 'makeup' ? now.hours : []);
  const [closed, setClosed] = useState<readonly string[]>(['10:00-11:00']);
  const named = label !== undefined || wanted === 'usual' || wanted === 'ordinary';
  const offers: readonly Wanted[] = ['usual', 'holiday', 'makeup', ...(below ? (['ordinary'] as const) : []), 'break'];
  const apply = (): void => {
    const step = t('calendars.step.days', { days: words, what: t(`calendars.make.${wanted}`) });
    if (wanted === 'break') {
      change(step, withBreaks(calendar, dates.map((date) => ({ date, hours: closed, label }))));
      return;
    }
    const mark: Mark = wanted === 'usual' ? null : wanted === 'ordinary' ? { kind: 'ordinary' } : wanted === 'holiday' ? { kind: 'holiday', label } : { kind: 'makeup', label, hours };
    change(step, marked(calendar, new Map(dates.map((date) => [date, mark]))));
  };
  return (
    <form
      className={styles['edit']}
      onSubmit={(event) => {
        event.preventDefault();
        if (named) apply();
      }}
    >
      <Radio.Group aria-label={t('calendars.change_to')} className={styles['choices'] ?? ''} value={wanted} options={offers.map((value) => ({ value, label: t(`calendars.make.${value}`) }))} onChange={(event) => { setWanted(offers.find((one) => one === event.target.value) ?? 'usual'); }} />
      {wanted !== 'usual' && wanted !== 'ordinary' && <LabelInput name={t('calendars.day_name')} value={label} onChange={setLabel} />}
      {wanted === 'makeup' && (
        <>
          <span className={styles['soft']}>{t('calendars.hours_of_makeup')}</span>
          <HoursInput name={t('calendars.hours')} value={hours} mayBeEmpty onChange={setHours} />
        </>
      )}
      {wanted === 'break' && <HoursInput name={t('calendars.break')} value={closed} onChange={setClosed} />}
      <Button type="primary" htmlType="submit" disabled={!named}>{t('calendars.apply')}</Button>
    </form>
  );
}

/** The chosen days: what they are, what hours result, and what they are to be. */
export function DayPanel(props: PanelProps) {
  const { days, calendar, layers, selection, change, close } = props;
  const { t } = useTranslation();
  const text = useText();
  const [first, last] = selection === null ? ['', ''] : [selection.anchor, selection.focus].toSorted();
  const day = days.get(first ?? '');
  if (selection === null || first === undefined || last === undefined || day === undefined) {
    return <aside className={styles['day']} aria-label={t('calendars.day')}><p className={styles['soft']}>{t('calendars.choose')}</p></aside>;
  }
  const dates = span(first, last).filter((date) => days.has(date));
  const working = dates.filter((date) => (days.get(date)?.hours.length ?? 0) > 0).length;
  const words = first === last ? first : `${first} – ${last}`;
  const breaks = breaksOf(calendar).filter((one) => dates.includes(one.date));
  return (
    <aside className={styles['day']} aria-label={t('calendars.day')}>
      <div className={styles['dayHead']}>
        <h3>
          {words} <span className={styles['soft']}>{first === last ? t(`calendars.weekday.${weekdays[weekdayOf(first)] ?? 'mon'}`) : t('calendars.days_chosen', { count: dates.length, working })}</span>
        </h3>
        <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={t('calendars.choose_none')} onClick={close} />
      </div>
      {first === last && <Told day={day} layers={layers} />}
      <Edit key={`${words} ${JSON.stringify(ownMarks(calendar).get(first) ?? null)}`} {...props} dates={dates} words={words} />
      {breaks.length > 0 && (
        <ul className={styles['breaks']} aria-label={t('calendars.breaks')}>
          {breaks.map((one) => (
            <li key={one.at}>
              <span>{`${one.date} ${one.hours.join(' ')} ${text(labelled(one.label)) || (textIn(one, 'label') ?? '')}`}</span>
              <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('calendars.remove_break', { date: one.date, hours: one.hours.join(' ') })} onClick={() => { change(t('calendars.step.break_out', { date: one.date }), withoutBreak(calendar, one.at)); }} />
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
