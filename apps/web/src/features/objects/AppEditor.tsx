import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '@/api';
import { Glyph, glyphNames } from '@/components';
import { LabelInput, type DesignerProps } from '@/features/build';
import { ObjectFrame, useChange } from './ObjectFrame';
import { SettingsPart } from './SettingsPart';
import styles from './objects.module.css';

const elsewhere: readonly string[] = ['$schema', 'format', 'id', 'label', 'description', 'icon'];

/** One of the product's icons; none leaves a sheet of paper. */
function IconChoice({ value, onChange }: { value: string; onChange: (name: string | undefined) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['icons']} role="group" aria-label={t('objects.icon')}>
      {glyphNames.map((name) => (
        <Button key={name} type={name === value ? 'primary' : 'text'} aria-pressed={name === value} aria-label={t('objects.icon_named', { name })} icon={<Glyph name={name} />} onClick={() => { onChange(name === value ? undefined : name); }} />
      ))}
    </div>
  );
}

/** The app itself: what it is called and how it looks, its zone, its constants and slots. */
export function AppEditor({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const { definition, set } = useChange(object);
  return (
    <ObjectFrame app={app} object={object}>
      <section className={styles['part']}>
        <h2>{t('objects.description')}</h2>
        <LabelInput long name={t('objects.description')} value={definition['description']} onChange={(text) => { set('description', text); }} />
      </section>
      <section className={styles['part']}>
        <h2>{t('objects.icon')}</h2>
        <IconChoice value={textIn(definition, 'icon') ?? ''} onChange={(name) => { set('icon', name); }} />
      </section>
      <SettingsPart object={object} elsewhere={elsewhere} />
    </ObjectFrame>
  );
}
