import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { withKey } from '@/definition';
import { beyondFormulas, LabelInput, Panel, type KindEntry } from '@/features/build';
import { Findings } from '@/features/packages';
import type { components } from '@/generated/api';
import { settingsOf, withSettings } from './settings';
import styles from './designer.module.css';

interface FieldPanelProps {
  field: Json;
  kind: KindEntry | undefined;
  findings: readonly components['schemas']['Finding'][];
  change: (name: string, field: Json) => void;
}

const switches = ['required', 'readonly', 'unique', 'personal'] as const;

/** What a field is set to: what all have, then what its kind has. */
export function FieldPanel({ field, kind, findings, change }: FieldPanelProps) {
  const { t } = useTranslation();
  const set = (key: string, value: unknown): void => {
    change(key, withKey(field, key, value));
  };
  const found = beyondFormulas(findings);
  return (
    <div className={styles['panel']}>
      {found.length > 0 && <Findings findings={found} />}
      <div>
        <span className={styles['soft']}>{t('form-designer.label')}</span>
        <LabelInput name={t('form-designer.label')} value={field['label']} onChange={(label) => { set('label', label ?? ''); }} />
      </div>
      <div className={styles['switches']}>
        {switches.map((key) => (
          <label key={key} className={styles['switch']}>
            <Switch size="small" aria-label={t(`form-designer.${key}`)} checked={field[key] === true} onChange={(on) => { set(key, on ? true : undefined); }} />
            {t(`form-designer.${key}`)}
          </label>
        ))}
      </div>
      <div>
        <span className={styles['soft']}>{t('form-designer.help')}</span>
        <LabelInput long name={t('form-designer.help')} value={field['help']} onChange={(help) => { set('help', help); }} />
      </div>
      <div>
        <span className={styles['soft']}>{t('form-designer.when_hidden')}</span>
        <Select
          className={styles['wide'] ?? ''}
          aria-label={t('form-designer.when_hidden')}
          value={field['when_hidden'] === 'keep' ? 'keep' : 'clear'}
          options={[
            { value: 'clear', label: t('form-designer.clear') },
            { value: 'keep', label: t('form-designer.keep') },
          ]}
          onChange={(value) => { set('when_hidden', value === 'keep' ? value : undefined); }}
        />
      </div>
      {kind !== undefined && isObject(kind.schema) && <Panel schema={kind.schema} value={settingsOf(field)} onChange={(settings) => { change('settings', withSettings(field, settings)); }} />}
    </div>
  );
}
