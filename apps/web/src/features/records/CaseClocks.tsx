import { PauseCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ClockReading, FlowTrace } from '@/api';
import { DeadlineChip } from '@/components';
import { useText } from '@/i18n';
import { WhyDue } from './WhyDue';
import styles from './caseClocks.module.css';

function Clock({ clock, zone }: { clock: ClockReading; zone: string }) {
  const { t } = useTranslation();
  const text = useText();
  const reading = clock.reading ?? undefined;
  const held = clock.held_by.map((cause) => text(cause)).join(t('records.and'));
  return (
    <li>
      <div className={styles['head']}>
        <strong>{text(clock.label)}</strong>
        {reading?.due_at !== null && reading?.due_at !== undefined ? (
          <DeadlineChip due={reading.due_at} since={clock.since} zone={zone} />
        ) : (
          <span className={styles['standing']} data-standing={reading?.standing ?? 'not_started'}>
            {held !== '' && <PauseCircleOutlined aria-hidden />}
            {held === '' ? (reading === undefined ? t('records.clocks.not_started') : text(reading.standing_label)) : t('records.clocks.paused', { why: held })}
          </span>
        )}
      </div>
      {reading !== undefined && <WhyDue reading={reading} zone={zone} />}
    </li>
  );
}

/** The deadlines of the whole case over several steps; why there is none when it has none at all. */
export function CaseClocks({ trace, zone }: { trace: FlowTrace; zone: string }) {
  const { t } = useTranslation();
  const text = useText();
  const none = trace.no_deadline ?? undefined;
  if (trace.clocks.length === 0 && none === undefined) return null;
  return (
    <section className={styles['clocks']} aria-label={t('records.clocks.title')}>
      {none !== undefined && <p>{t('records.clocks.none', { why: text(none) })}</p>}
      {trace.clocks.length > 0 && (
        <ul>
          {trace.clocks.map((clock) => (
            <Clock key={clock.clock} clock={clock} zone={zone} />
          ))}
        </ul>
      )}
    </section>
  );
}
