import { SearchOutlined } from '@ant-design/icons';
import { Checkbox, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, textIn, type Json } from '@/api';
import { useClear } from '@/components';
import { withKey } from '@/definition';
import { useText } from '@/i18n';
import { beyondFormulas, LabelInput, Panel, type KindEntry } from '@/features/build';
import { Findings } from '@/features/packages';
import type { components } from '@/generated/api';
import { convertible, retyped } from '../model/commands';
import { settingsOf, withSettings } from '../model/settings';
import { DictionaryEditor } from './DictionaryEditor';
import styles from './panels.module.css';

interface FieldPanelProps {
  field: Json;
  kind: KindEntry | undefined;
  kinds: readonly KindEntry[];
  findings: readonly components['schemas']['Finding'][];
  change: (name: string, field: Json) => void;
}

const switches = ['required', 'readonly', 'unique', 'personal'] as const;
/** Another kind for the field; what it does to stored values is shown before publishing. */
function KindChoice({ field, kind, kinds, change }: Pick<FieldPanelProps, 'field' | 'kinds' | 'change'> & { kind: KindEntry }) {
  const { t } = useTranslation();
  const text = useText();
  const groups = [...convertible].map((group) => ({
    label: t(`form-designer.group.${group}`),
    options: kinds.filter((one) => one.group === group).map((one) => ({ value: one.kind, label: text(one.label) })),
  }));
  return (
    <div>
      <span className={styles['soft']}>{t('form-designer.kind')}</span>
      <Select
        className={styles['wide'] ?? ''}
        aria-label={t('form-designer.kind')}
        showSearch={{ optionFilterProp: 'label' }}
        value={kind.kind}
        options={groups}
        onChange={(wanted) => {
          const to = kinds.find((one) => one.kind === wanted);
          if (to !== undefined) change('kind', retyped(field, kind, to));
        }}
      />
    </div>
  );
}

type Common = 'label' | 'help' | 'placeholder' | 'when_hidden' | (typeof switches)[number];

/** What a field is set to: what all have, then what its kind has. */
export function FieldPanel({ field, kind, kinds, findings, change }: FieldPanelProps) {
  const { t } = useTranslation();
  const clear = useClear();
  const [search, setSearch] = useState('');
  const [onlyChanged, setOnlyChanged] = useState(false);
  const set = (key: string, value: unknown): void => {
    change(key, withKey(field, key, value));
  };
  const found = beyondFormulas(findings);
  const shows = (key: Common): boolean => t(`form-designer.${key}`).toLowerCase().includes(search.trim().toLowerCase()) && (!onlyChanged || field[key] !== undefined);
  const words = (key: 'label' | 'help' | 'placeholder') =>
    shows(key) && (
      <div {...(key === 'label' ? { 'data-first': true } : {})}>
        <span className={styles['soft']}>{t(`form-designer.${key}`)}</span>
        <LabelInput long={key === 'help'} name={t(`form-designer.${key}`)} value={field[key]} onChange={(value) => { set(key, key === 'label' ? (value ?? '') : value); }} />
      </div>
    );
  return (
    <div className={styles['panel']}>
      {found.length > 0 && <Findings findings={found} />}
      <div className={styles['find']}>
        <Input size="small" prefix={<SearchOutlined aria-hidden />} allowClear={clear} placeholder={t('build.search_settings')} aria-label={t('build.search_settings')} value={search} onChange={(event) => { setSearch(event.target.value); }} />
        <Checkbox checked={onlyChanged} onChange={(event) => { setOnlyChanged(event.target.checked); }}>{t('build.only_changed')}</Checkbox>
      </div>
      {words('label')}
      {kind !== undefined && convertible.has(kind.group ?? '') && !onlyChanged && t('form-designer.kind').includes(search.trim()) && <KindChoice field={field} kind={kind} kinds={kinds} change={change} />}
      <div className={styles['switches']}>
        {switches.filter(shows).map((key) => (
          <label key={key} className={styles['switch']}>
            <Switch size="small" aria-label={t(`form-designer.${key}`)} checked={field[key] === true} onChange={(on) => { set(key, on ? true : undefined); }} />
            {t(`form-designer.${key}`)}
          </label>
        ))}
        {shows('when_hidden') && (
          <label className={styles['switch']} title={t('form-designer.when_hidden_help')}>
            <Switch size="small" aria-label={t('form-designer.when_hidden')} checked={field['when_hidden'] === 'keep'} onChange={(on) => { set('when_hidden', on ? 'keep' : undefined); }} />
            {t('form-designer.when_hidden')}
          </label>
        )}
      </div>
      {words('help')}
      {words('placeholder')}
      {kind !== undefined && isObject(kind.schema) && <Panel schema={kind.schema} value={settingsOf(field)} search={search} onlyChanged={onlyChanged} onChange={(settings) => { change('settings', withSettings(field, settings)); }} />}
      {textIn(field, 'dictionary') !== undefined && <DictionaryEditor id={textIn(field, 'dictionary') ?? ''} />}
    </div>
  );
}
