import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { jsonOf } from '@/definition';
import { Panel, useSchema, type DesignerProps } from '@/features/build';
import { useChange } from './ObjectFrame';
import styles from './objects.module.css';

/** What an object may be set to, drawn from the schema of its kind; what stands elsewhere on the page is left as it is. */
export function SettingsPart({ object, elsewhere }: { object: DesignerProps['object']; elsewhere: readonly string[] }) {
  const { t } = useTranslation();
  const schema = useSchema(object.kind);
  const { definition, put } = useChange(object);
  const kept = Object.fromEntries(elsewhere.flatMap((key) => (definition[key] === undefined ? [] : [[key, definition[key]]])));
  return (
    <section className={styles['part']}>
      <h2>{t('objects.settings')}</h2>
      {schema.isError && <Failed error={schema.error} retry={() => void schema.refetch()} />}
      {schema.isPending && <Waiting lines={6} />}
      {schema.data !== undefined && <Panel schema={jsonOf(schema.data)} value={definition} without={elsewhere} onChange={(next) => { put({ ...kept, ...next }); }} />}
    </section>
  );
}
