import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { keyOf, useBuilder, type DesignerProps } from '@/features/build';
import { ObjectFrame } from '@/features/objects';
import { useText } from '@/i18n';
import { jsonOf } from '@/definition';
import type { Json } from '@/api';
import { readDays } from './answers';
import { Basics } from './Basics';
import { DayPanel } from './DayPanel';
import { made } from './model/dates';
import { Tools } from './Tools';
import { Trial } from './Trial';
import { useCalendar, useLayers } from './useCalendar';
import { Week } from './Week';
import { Year } from './Year';
import styles from './calendar.module.css';

export interface Selection {
  readonly anchor: string;
  readonly focus: string;
}

/** A change of the calendar under a name that can be taken back; a name with a place in it (`…:place`) is one step while somebody types. */
export type Change = (name: string, next: Json) => void;

/** The year that is looked at first: the one of today. */
function thisYear(): number {
  return new Date().getFullYear();
}

/** A working calendar: its week, its year, and what follows from them. */
export function CalendarDesigner({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const text = useText();
  const run = useBuilder((state) => state.run);
  const [year, setYear] = useState(thisYear);
  const [selection, setSelection] = useState<Selection | null>(null);
  const calendar = jsonOf(object.definition);
  const name = text(object.label) || object.id;
  const change: Change = (step, next) => { run(`${name} ${step}`, keyOf(object), next); };
  const asked = useCalendar(object.id);
  const layers = useLayers(object.id);
  const ask = asked.state === 'ready' ? asked.ask : null;
  const days = useMemo(() => {
    const [answer] = ask?.([{ ask: 'days', from: made(year, 1, 1), to: made(year, 12, 31) }]) ?? [];
    return answer === undefined ? null : readDays(answer);
  }, [ask, year]);
  const show = (next: number): void => {
    setYear(next);
    setSelection(null);
  };
  return (
    <div className={styles['designer']}>
      <ObjectFrame app={app} object={object}>
        <Basics calendar={calendar} id={object.id} change={change} />
        <Week calendar={calendar} layers={layers} change={change} />
      </ObjectFrame>
      <section className={styles['part']} aria-label={t('calendars.year_title')}>
        <Tools year={year} calendar={calendar} layers={layers} days={days} name={object.id} onYear={show} change={change} />
        {asked.state === 'failed' && <Failed error={asked.error} retry={asked.retry} />}
        {asked.state === 'starting' && <Waiting lines={8} />}
        {asked.state === 'ready' && days === null && <p className={styles['soft']}>{t('calendars.faulty')}</p>}
        {days !== null && (
          <div className={styles['yearAndDay']}>
            <Year year={year} days={days} calendar={calendar} selection={selection} onSelect={setSelection} />
            <DayPanel days={days} calendar={calendar} layers={layers} selection={selection} change={change} close={() => { setSelection(null); }} />
          </div>
        )}
      </section>
      {asked.state === 'ready' && days !== null && <Trial ask={asked.ask} zone={asked.zone} />}
    </div>
  );
}
