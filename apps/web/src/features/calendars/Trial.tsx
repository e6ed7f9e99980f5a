import { DatePicker, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { readMoment, readOpen, readSeconds, readSpans, type Ask } from './answers';
import { useLength } from './useLength';
import styles from './calendar.module.css';

const units = ['minutes', 'hours', 'days'] as const;
type Unit = (typeof units)[number];
const ways = ['working', 'wall'] as const;
const ends = ['same_time', 'closing'] as const;

/** So many spans are listed; a longer time is told by its sum. */
const MOST = 30;

interface TrialProps {
  ask: Ask;
  zone: string;
}

/** A date and a time on the clock of the calendar. */
function Moment({ name, value, onChange }: { name: string; value: Dayjs; onChange: (moment: Dayjs) => void }) {
  return <DatePicker aria-label={name} allowClear={false} showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" value={value} onChange={(next: Dayjs | null) => { if (next !== null) onChange(next); }} />;
}

/** The moment in UTC at which the clock there shows this. */
function useInstant({ ask }: TrialProps): (local: Dayjs) => string | null {
  return (local) => {
    const [answer] = ask([{ ask: 'moment', local: local.format('YYYY-MM-DDTHH:mm:ss') }]) ?? [];
    return answer === undefined ? null : readMoment(answer);
  };
}

function Length(props: TrialProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(props.zone);
  const lengthOf = useLength();
  const instant = useInstant(props);
  const [from, setFrom] = useState(() => dayjs().hour(9).minute(0).second(0));
  const [to, setTo] = useState(() => dayjs().add(3, 'day').hour(18).minute(0).second(0));
  const [begin, end] = [instant(from), instant(to)];
  const asked = begin !== null && end !== null && begin < end;
  const [length, told] = asked ? (props.ask([{ ask: 'elapsed', from: begin, to: end }, { ask: 'explain', from: begin, to: end }]) ?? []) : [];
  const spans = told === undefined ? [] : readSpans(told);
  return (
    <div className={styles['question']}>
      <h3>{t('calendars.how_long')}</h3>
      <div className={styles['asked']}>
        <Moment name={t('calendars.from')} value={from} onChange={setFrom} />
        <span>{t('calendars.until')}</span>
        <Moment name={t('calendars.to')} value={to} onChange={setTo} />
      </div>
      <output aria-label={t('calendars.how_long')}>{length === undefined ? t('calendars.not_before') : t('calendars.working_time', { length: lengthOf(readSeconds(length)) })}</output>
      {spans.length > 0 && (
        <ol className={styles['why']} aria-label={t('calendars.why')}>
          {spans.slice(0, MOST).map((span) => (
            <li key={span.from} data-counts={span.kind === 'open'}>
              <span>{`${format.moment(span.from)} – ${format.moment(span.to)}`}</span>
              <span>{[text(span.label), span.kind === 'open' ? lengthOf(span.seconds) : ''].filter((part) => part !== '').join(' · ')}</span>
            </li>
          ))}
        </ol>
      )}
      {spans.length > MOST && <p className={styles['soft']}>{t('calendars.more_spans', { count: spans.length - MOST })}</p>}
    </div>
  );
}

function Due(props: TrialProps) {
  const { t } = useTranslation();
  const format = useFormat(props.zone);
  const instant = useInstant(props);
  const [start, setStart] = useState(() => dayjs().hour(16).minute(0).second(0));
  const [amount, setAmount] = useState(8);
  const [unit, setUnit] = useState<Unit>('hours');
  const [time, setTime] = useState<(typeof ways)[number]>('working');
  const [end, setEnd] = useState<(typeof ends)[number]>('same_time');
  const begin = instant(start);
  const target = { amount, unit, time, ...(unit === 'days' ? { day_end: end } : {}) };
  const [due, open] = begin === null ? [] : (props.ask([{ ask: 'target', start: begin, target }, { ask: 'open', at: begin }]) ?? []);
  const at = due === undefined ? null : readMoment(due);
  const now = open === undefined ? null : readOpen(open);
  const named = <T extends string>(key: string, values: readonly T[]): { value: T; label: string }[] => values.map((value) => ({ value, label: t(`calendars.${key}.${value}`) }));
  return (
    <div className={styles['question']}>
      <h3>{t('calendars.when_due')}</h3>
      <div className={styles['asked']}>
        <Moment name={t('calendars.begun')} value={start} onChange={setStart} />
        <InputNumber aria-label={t('calendars.amount')} className={styles['amount'] ?? ''} min={0} max={10_000} precision={0} value={amount} onChange={(next) => { setAmount(next ?? 0); }} />
        <Select aria-label={t('calendars.unit_name')} value={unit} options={named('unit', units)} onChange={setUnit} />
        <Select aria-label={t('calendars.time_name')} value={time} options={named('time', ways)} onChange={setTime} />
        {unit === 'days' && time === 'working' && <Select aria-label={t('calendars.end_name')} value={end} options={named('end', ends)} onChange={setEnd} />}
      </div>
      <output aria-label={t('calendars.when_due')}>{at === null ? t('calendars.never_due') : t('calendars.due_at', { at: format.moment(at) })}</output>
      {now !== null && <p className={styles['soft']}>{t(now.open ? 'calendars.open_then' : 'calendars.closed_then', { opens: format.moment(now.opens), closes: format.moment(now.closes) })}</p>}
    </div>
  );
}

/** The calendar as it stands now, asked by the engine that counts deadlines. */
export function Trial(props: TrialProps) {
  const { t } = useTranslation();
  return (
    <section className={styles['part']} aria-label={t('calendars.trial')}>
      <h2>
        {t('calendars.trial')} <span className={styles['soft']}>{t('calendars.in_zone', { zone: props.zone })}</span>
      </h2>
      <div className={styles['questions']}>
        <Length {...props} />
        <Due {...props} />
      </div>
    </section>
  );
}
