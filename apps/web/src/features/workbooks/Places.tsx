import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { Place } from './queries';
import styles from './workbooks.module.css';

/** Places of the workbook with what is said about them. */
export function Places({ places }: { places: readonly Place[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ul className={styles['places']} tabIndex={0} aria-label={t('workbooks.places')}>
      {places.map((place, index) => (
        <li key={`${place.place}${String(index)}`}>
          {place.place !== '' && <span className={styles['place']}>{place.place}</span>} {place.text !== '' && <q>{place.text}</q>} {text(place.reason)}
        </li>
      ))}
    </ul>
  );
}
