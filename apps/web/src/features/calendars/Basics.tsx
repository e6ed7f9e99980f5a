import { DatePicker, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { useClear } from '@/components';
import { withKey } from '@/definition';
import { useReferences } from '@/features/build';
import type { Change } from './CalendarDesigner';
import styles from './calendar.module.css';

/** Every zone that the browser knows; the server knows the same ones by the same names. */
const zones = Intl.supportedValuesOf('timeZone').map((name) => ({ value: name, label: name }));

/** What the calendar stands on, its zone, and until when its holidays are known. */
export function Basics({ calendar, id, change }: { calendar: Json; id: string; change: Change }) {
  const { t } = useTranslation();
  const clear = useClear();
  const others = useReferences('calendar').filter((one) => one.value !== id);
  const set = (key: string, value: unknown): void => { change(t(`calendars.step.${key}`), withKey(calendar, key, value)); };
  const known = textIn(calendar, 'known_until');
  return (
    <section className={styles['part']}>
      <h2>{t('calendars.basics')}</h2>
      <div className={styles['basics']}>
        <label>
          <span>{t('calendars.base')}</span>
          <Select allowClear={clear} aria-label={t('calendars.base')} placeholder={t('calendars.no_base')} options={others} {...(textIn(calendar, 'base') === undefined ? {} : { value: textIn(calendar, 'base') })} onChange={(base: string | undefined) => { set('base', base); }} />
        </label>
        <label>
          <span>{t('calendars.zone')}</span>
          <Select allowClear={clear} showSearch aria-label={t('calendars.zone')} placeholder={t(textIn(calendar, 'base') === undefined ? 'calendars.zone_of_app' : 'calendars.zone_of_base')} options={zones} {...(textIn(calendar, 'time_zone') === undefined ? {} : { value: textIn(calendar, 'time_zone') })} onChange={(zone: string | undefined) => { set('time_zone', zone); }} />
        </label>
        <label>
          <span>{t('calendars.known_until')}</span>
          <DatePicker aria-label={t('calendars.known_until')} value={known === undefined ? null : dayjs(known)} placeholder={t('calendars.known_not_said')} onChange={(day: Dayjs | null) => { set('known_until', day === null ? undefined : day.format('YYYY-MM-DD')); }} />
        </label>
      </div>
      <p className={styles['soft']}>{t('calendars.basics_help')}</p>
    </section>
  );
}
