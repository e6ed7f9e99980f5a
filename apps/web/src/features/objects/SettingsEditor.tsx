import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { jsonOf } from '@/definition';
import { Panel, useSchema, type DesignerProps } from '@/features/build';
import { ObjectFrame, useChange } from './ObjectFrame';
import styles from './objects.module.css';

/** What stands elsewhere on the page, or is never changed. */
const elsewhere: readonly string[] = ['$schema', 'format', 'id', 'label'];

/** Any kind of object, drawn from the schema of its kind. */
export function SettingsEditor({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const schema = useSchema(object.kind);
  const { definition, put } = useChange(object);
  const kept = Object.fromEntries(elsewhere.flatMap((key) => (definition[key] === undefined ? [] : [[key, definition[key]]])));
  return (
    <ObjectFrame app={app} object={object}>
      <section className={styles['part']}>
        <h2>{t('objects.settings')}</h2>
        {schema.isError && <Failed error={schema.error} retry={() => void schema.refetch()} />}
        {schema.isPending && <Waiting lines={6} />}
        {schema.data !== undefined && <Panel schema={jsonOf(schema.data)} value={definition} without={elsewhere} onChange={(next) => { put({ ...kept, ...next }); }} />}
      </section>
    </ObjectFrame>
  );
}
