import { Alert } from 'antd';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '@/api';
import { useText } from '@/i18n';
import type { Found } from './similar';
import styles from './similar.module.css';

/** Says that records exist which look like the one that is filled in. */
export function SimilarNote({ app, form, found }: { app: string; form: string; found: readonly Found[] }) {
  const { t } = useTranslation();
  const text = useText();
  if (found.length === 0) return null;
  return (
    <Alert
      className={styles['similar'] ?? ''}
      type="warning"
      showIcon
      role="status"
      title={t('records.similar')}
      description={found.map(({ rule, message, records, more }) => (
        <div key={rule}>
          {text(message) !== '' && <p>{text(message)}</p>}
          <ul>
            {records.map(({ id, title }) => (
              <li key={id}>
                <Link to={addresses.record(app, form, id)} target="_blank">
                  {title}
                </Link>
              </li>
            ))}
            {more && <li>{t('records.similar_more')}</li>}
          </ul>
        </div>
      ))}
    />
  );
}
