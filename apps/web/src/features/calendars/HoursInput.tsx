import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inOrder, overlaps, partsOf, passesMidnight, readTime, written } from './model/hours';
import styles from './calendar.module.css';

/** A time that is taken over when the input is left, or by Enter. */
function TimeBox({ name, value, isEnd, onChange }: { name: string; value: string; isEnd: boolean; onChange: (time: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const leave = (): void => {
    if (typed === null) return;
    const time = readTime(typed, isEnd);
    setWrong(time === null);
    if (time === null) return;
    setTyped(null);
    if (time !== value) onChange(time);
  };
  return (
    <Input
      size="small"
      className={styles['time'] ?? ''}
      aria-label={name}
      inputMode="numeric"
      placeholder="09:00"
      {...(wrong ? { status: 'error' as const } : {})}
      value={typed ?? value}
      onChange={(event) => { setTyped(event.target.value); }}
      onBlur={leave}
      onPressEnter={leave}
    />
  );
}

interface HoursInputProps {
  name: string;
  value: readonly string[];
  mayBeEmpty?: boolean;
  onChange: (hours: readonly string[]) => void;
}

/** Hours behind the last ones, if there is room. */
function further(hours: readonly string[]): string | null {
  const offers = ['09:00-12:00', '13:30-18:00', '19:00-21:00', '22:00-06:00', '06:00-08:00'];
  return offers.find((offer) => !overlaps(hours, offer)) ?? null;
}

/** Several spans of hours; an end that is not later than its beginning lies in the next day. */
export function HoursInput({ name, value, mayBeEmpty = false, onChange }: HoursInputProps) {
  const { t } = useTranslation();
  const next = further(value);
  const replace = (index: number, hours: string): void => {
    const { from, to } = partsOf(hours);
    if (from !== to) onChange(value.map((one, at) => (at === index ? hours : one)));
  };
  return (
    <div className={styles['hours']} role="group" aria-label={name}>
      {value.map((hours, index) => {
        const { from, to } = partsOf(hours);
        const number = index + 1;
        return (
          // Spans have no key of their own; their place is their name.
          // eslint-disable-next-line react/no-array-index-key
          <span key={index} className={styles['span']}>
            <TimeBox name={t('calendars.from_of', { name, number })} value={from} isEnd={false} onChange={(time) => { replace(index, written({ from: time, to })); }} />
            <span aria-hidden>–</span>
            <TimeBox name={t('calendars.to_of', { name, number })} value={to} isEnd onChange={(time) => { replace(index, written({ from, to: time })); }} />
            {passesMidnight(hours) && <span className={styles['nextDay']}>{t('calendars.next_day')}</span>}
            {(mayBeEmpty || value.length > 1) && <Button size="small" type="text" icon={<CloseOutlined aria-hidden />} aria-label={t('calendars.take_out', { name, number })} onClick={() => { onChange(value.filter((_, at) => at !== index)); }} />}
          </span>
        );
      })}
      <Button size="small" type="text" icon={<PlusOutlined aria-hidden />} aria-label={t('calendars.add_hours_to', { name })} disabled={next === null} onClick={() => { if (next !== null) onChange(inOrder([...value, next])); }} />
    </div>
  );
}
