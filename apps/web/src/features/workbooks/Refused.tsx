import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { Refusal } from './queries';
import styles from './workbooks.module.css';

/** An XLSForm that is not taken: every place that stands in the way, and why. */
export function Refused({ places, leave }: { places: readonly Refusal[]; leave: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={styles['stack']}>
      <Alert showIcon type="error" title={t('workbooks.refused', { count: places.length })} description={t('workbooks.refused_help')} />
      <div className={styles['card']}>
        <div className={styles['fields']} role="table" aria-label={t('workbooks.places')}>
          <div className={styles['refusalHead']} role="row">
            {['sheet', 'row', 'column', 'reason'].map((column) => <span key={column} role="columnheader">{t(`workbooks.${column}`)}</span>)}
          </div>
          {places.map((place, index) => (
            <div key={`${place.sheet}${String(place.row)}${place.column}${String(index)}`} className={styles['refusal']} role="row">
              <span role="cell">{place.sheet}</span>
              <span role="cell">{t('workbooks.row_number', { row: place.row })}</span>
              <span role="cell">{place.column} {typeof place.cell === 'string' && <span className={styles['place']}>{place.cell}</span>}</span>
              <span role="cell">{text(place.reason)}</span>
            </div>
          ))}
        </div>
      </div>
      <div><Button type="primary" onClick={leave}>{t('workbooks.another')}</Button></div>
    </div>
  );
}
