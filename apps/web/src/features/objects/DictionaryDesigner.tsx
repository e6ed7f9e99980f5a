import { useTranslation } from 'react-i18next';
import { OptionsEditor, type DesignerProps } from '@/features/build';
import { ObjectFrame, useChange } from './ObjectFrame';
import styles from './objects.module.css';

/** The options that several fields share, as a list or a tree. */
export function DictionaryDesigner({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const { definition, set } = useChange(object);
  return (
    <ObjectFrame app={app} object={object}>
      <section className={styles['part']}>
        <h2>{t('objects.options')}</h2>
        <OptionsEditor tree name={t('objects.option')} value={definition['options']} onChange={(options) => { set('options', options ?? []); }} />
      </section>
    </ObjectFrame>
  );
}
