import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { withKey } from '@/definition';
import { FormulaInput, LabelInput, Panel, type KindEntry } from '@/features/build';
import { Findings } from '@/features/packages';
import type { components } from '@/generated/api';
import { setShowIf, showRule } from './commands';
import { settingsOf, withSettings } from './settings';
import styles from './designer.module.css';

interface FieldPanelProps {
  form: Json;
  field: Json;
  kind: KindEntry | undefined;
  findings: readonly components['schemas']['Finding'][];
  change: (name: string, field: Json) => void;
  changeForm: (name: string, form: Json) => void;
}

const switches = ['required', 'readonly', 'unique', 'personal'] as const;

/** What a field is set to: what all have, then what its kind has. */
export function FieldPanel({ form, field, kind, findings, change, changeForm }: FieldPanelProps) {
  const { t } = useTranslation();
  const id = String(field['id']);
  const set = (key: string, value: unknown): void => {
    change(key, withKey(field, key, value));
  };
  return (
    <div className={styles['panel']}>
      {findings.length > 0 && <Findings findings={findings} />}
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
        <span className={styles['soft']}>{t('form-designer.show_if')}</span>
        <FormulaInput name={t('form-designer.show_if')} value={showRule(form, id)?.['formula']} onChange={(formula) => { changeForm('show', setShowIf(form, id, formula)); }} />
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
