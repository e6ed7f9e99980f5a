import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale, type Locale } from './index';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Numbers and times as people read them in their language and in the zone of the app. */
export interface Format {
  /** 2026-03-01 14:30 */
  moment: (instant: string | null | undefined) => string;
  /** 2026-03-01 */
  day: (instant: string | null | undefined) => string;
  /** 3 分钟前, 昨天 14:30, 3月1日 */
  ago: (instant: string | null | undefined) => string;
  /** 2 小时 10 分 */
  span: (milliseconds: number) => string;
  /** 1,234.50; a text keeps all its digits. */
  number: (value: number | string, scale?: number) => string;
  /** 1.2 万 on axes, 12K in English. */
  short: (value: number) => string;
  /** 3.2 MB */
  bytes: (value: number) => string;
}

/** Groups the thousands of a decimal text without going through a float, so that no digit is lost. */
export function groupThousands(text: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + fraction;
}

function parts(instant: string, zone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
}

/** The civil day and time of an instant in a zone. */
export function civil(instant: string, zone: string): { date: string; time: string } {
  const { year = '', month = '', day: dayOfMonth = '', hour: hours = '', minute: minutes = '' } = parts(instant, zone);
  return { date: `${year}-${month}-${dayOfMonth}`, time: `${hours}:${minutes}` };
}

type Translate = (key: string, values?: Record<string, unknown>) => string;

function ago(instant: string, zone: string, t: Translate): string {
  const now = Date.now();
  const passed = now - Date.parse(instant);
  const there = civil(instant, zone);
  if (passed >= 0 && passed < minute) return t('time.just_now');
  if (passed >= 0 && passed < hour) return t('time.minutes_ago', { count: Math.floor(passed / minute) });
  const dayOf = (moment: number): string => civil(new Date(moment).toISOString(), zone).date;
  if (there.date === dayOf(now)) return t('time.today', { time: there.time });
  if (there.date === dayOf(now - day)) return t('time.yesterday', { time: there.time });
  if (there.date === dayOf(now + day)) return t('time.tomorrow', { time: there.time });
  const sameYear = there.date.slice(0, 4) === dayOf(now).slice(0, 4);
  return `${sameYear ? there.date.slice(5) : there.date} ${there.time}`;
}

/** A length of time in its two largest units. */
export function spanText(milliseconds: number, t: Translate): string {
  const length = Math.abs(milliseconds);
  const days = Math.floor(length / day);
  const hours = Math.floor((length % day) / hour);
  const minutes = Math.floor((length % hour) / minute);
  if (days > 0) return [t('time.days', { count: days }), hours > 0 ? t('time.hours', { count: hours }) : ''].join(' ').trim();
  if (hours > 0) return [t('time.hours', { count: hours }), minutes > 0 ? t('time.minutes', { count: minutes }) : ''].join(' ').trim();
  return t('time.minutes', { count: Math.max(1, minutes) });
}

function short(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

function bytes(value: number): string {
  if (value < 1024) return `${String(value)} B`;
  if (value < 1024 * 1024) return `${(value / 1024).toFixed(0)} KB`;
  return `${(value / 1024 / 1024).toFixed(1)} MB`;
}

/** The formats of the person's language in a zone. */
export function useFormat(zone = 'Asia/Shanghai'): Format {
  const { t } = useTranslation();
  const locale = useLocale((state) => state.locale);
  return useMemo(() => {
    const orBlank = (show: (instant: string) => string) => (instant: string | null | undefined) =>
      instant === null || instant === undefined || instant === '' ? '' : show(instant);
    return {
      moment: orBlank((instant) => {
        const { date, time } = civil(instant, zone);
        return `${date} ${time}`;
      }),
      day: orBlank((instant) => civil(instant, zone).date),
      ago: orBlank((instant) => ago(instant, zone, t)),
      span: (milliseconds) => spanText(milliseconds, t),
      number: (value, scale) => groupThousands(typeof value === 'string' ? value : value.toFixed(scale ?? (Number.isInteger(value) ? 0 : 2))),
      short: (value) => short(value, locale),
      bytes,
    };
  }, [locale, t, zone]);
}
