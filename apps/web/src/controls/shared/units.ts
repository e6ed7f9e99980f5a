import dayjs from 'dayjs';
import isoWeek from 'dayjs/plugin/isoWeek';
import quarterOfYear from 'dayjs/plugin/quarterOfYear';
import { useTranslation } from 'react-i18next';

dayjs.extend(isoWeek);
dayjs.extend(quarterOfYear);

/** Periods that are kept as their first day. */
export type Unit = 'month' | 'quarter' | 'week';

/** How a period is read, by any of its days: the same words as on paper. */
export function useUnitWords(unit: Unit): (day: string) => string {
  const { t } = useTranslation();
  return (text) => {
    const day = dayjs(text);
    if (!day.isValid()) return text;
    if (unit === 'month') return day.format('YYYY-MM');
    if (unit === 'quarter') return t('input.quarter', { year: day.year(), quarter: day.quarter() });
    return t('input.week', { year: day.isoWeekYear(), week: String(day.isoWeek()).padStart(2, '0'), plain: day.isoWeek() });
  };
}

/** The first day of the period in which a day stands. */
export function firstDay(unit: Unit, day: dayjs.Dayjs): string {
  if (unit === 'week') return day.startOf('isoWeek').format('YYYY-MM-DD');
  return (unit === 'quarter' ? day.startOf('quarter') : day.startOf('month')).format('YYYY-MM-DD');
}
