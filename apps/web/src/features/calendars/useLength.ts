import { useTranslation } from 'react-i18next';

/** Working time in hours and minutes: how many hours make a working day is for the calendar to say. */
export function useLength(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const minutes = Math.round(seconds / 60);
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    if (hours === 0) return t('calendars.length.minutes', { minutes: rest });
    return rest === 0 ? t('calendars.length.hours', { hours }) : t('calendars.length.both', { hours, minutes: rest });
  };
}
