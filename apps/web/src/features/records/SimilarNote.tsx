import { Alert } from 'antd';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, type Json } from '@/api';
import type { FormController } from '@/features/form';
import { useText } from '@/i18n';
import { useSimilar } from './similar';
import styles from './similar.module.css';

/** Says that records exist which look like the one that is filled in. */
export function SimilarNote({ app, form, bundle, controller }: { app: string; form: string; bundle: Json; controller: FormController }) {
  const { t } = useTranslation();
  const text = useText();
  const found = useSimilar(app, form, bundle, controller);
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
