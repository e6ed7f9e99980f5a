import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeadlineReading } from '@/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import styles from './whyDue.module.css';

/** Spans that follow each other within a day are read one by one; more than this many begin folded behind the rest. */
const MOST = 60;

/** Why a to-do is due when it is: what it may take, what counts and what does not, and what comes next. */
export function WhyDue({ reading, zone }: { reading: DeadlineReading; zone: string }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(zone);
  const [open, setOpen] = useState(false);
  const id = useId();
  const length = t(`records.due.${reading.unit}`, { count: reading.amount });
  const calendar = reading.calendar === null || reading.calendar === undefined ? '' : text(reading.calendar);
  const counts = reading.working ? t('records.due.working', { length, calendar }) : t('records.due.wall', { length });
  const used = typeof reading.used_percent === 'number' ? t('records.due.used', { percent: reading.used_percent }) : '';
  return (
    <div className={styles['why']}>
      <button type="button" className={styles['ask']} aria-expanded={open} aria-controls={id} onClick={() => { setOpen(!open); }}>
        {t('records.due.why')}
        {open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
      </button>
      <section id={id} hidden={!open} aria-label={t('records.due.why')}>
        <p>
          {counts}
          {used !== '' && ` · ${used}`}
          {` · ${text(reading.standing_label)}`}
        </p>
        {reading.no_due !== null && reading.no_due !== undefined && <p>{text(reading.no_due)}</p>}
        {reading.may_move && <p>{t('records.due.may_move')}</p>}
        <ol className={styles['spans']} aria-label={t('records.due.spans')}>
          {reading.spans.slice(0, MOST).map((span) => (
            <li key={span.from} data-counts={span.kind === 'open'}>
              <span>
                <time dateTime={span.from}>{format.moment(span.from)}</time> – <time dateTime={span.to}>{format.moment(span.to)}</time>
              </span>
              <span>
                {text(span.label)}
                {span.counted_seconds > 0 && ` · ${format.span(span.counted_seconds * 1000)}`}
              </span>
            </li>
          ))}
        </ol>
        {reading.spans.length > MOST && <p>{t('records.due.more', { count: reading.spans.length - MOST })}</p>}
        {reading.ahead.length > 0 && (
          <ol className={styles['spans']} aria-label={t('records.due.ahead')}>
            {reading.ahead.map((moment) => (
              <li key={`${moment.at}${moment.what}${String(moment.level ?? moment.percent ?? '')}`}>
                <time dateTime={moment.at}>{format.moment(moment.at)}</time>
                <span>{t(`records.due.${moment.what}`, { percent: moment.percent ?? 0, level: moment.level ?? 0 })}</span>
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}
