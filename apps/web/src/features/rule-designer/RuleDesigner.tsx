import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, listIn, numberIn, textIn, type Json } from '@/api';
import { jsonOf, objectsIn, withKey } from '@/definition';
import { findingsOf, FormulaInput, keyOf, LabelInput, Panel, useBuilder, useLint, useRegistry, type DesignerProps, type KindEntry } from '@/features/build';
import { Findings } from '@/features/packages';
import { useText } from '@/i18n';
import styles from './rule.module.css';

const triggers = ['before_create', 'before_update', 'after_create', 'after_update'] as const;

function ActionCard({ action, kind, change, remove }: { action: Json; kind: KindEntry | undefined; change: (action: Json) => void; remove: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const name = text(kind?.label) || (textIn(action, 'kind') ?? '');
  const settings = withKey(action, 'kind', undefined);
  return (
    <li className={styles['action']}>
      <div className={styles['head']}>
        <strong>{name}</strong>
        <Button type="text" size="small" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('rule-designer.remove', { name })} onClick={remove} />
      </div>
      {kind !== undefined && isObject(kind.schema) && <Panel schema={kind.schema} value={settings} onChange={(next) => { change({ kind: action['kind'], ...next }); }} />}
    </li>
  );
}

/** What a new action begins with: the example of its kind. */
const begin = (kind: KindEntry): Json => ({ kind: kind.kind, ...(isObject(kind.example) ? withKey(kind.example, 'kind', undefined) : {}) });

/** When, if, then. */
export function RuleDesigner({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const text = useText();
  const run = useBuilder((state) => state.run);
  const registry = useRegistry();
  const findings = findingsOf(useLint(app), 'rule', object.id);
  const rule = jsonOf(object.definition);
  const key = keyOf(object);
  const kinds = registry.data?.actions ?? [];
  const actions = objectsIn(rule, 'actions');
  const set = (name: string, value: unknown): void => {
    run(`${object.id}:${name}`, key, withKey(rule, name, value));
  };
  const replace = (index: number, next: Json | null): void => {
    set(`actions`, actions.flatMap((action, at) => (at === index ? (next === null ? [] : [next]) : [action])));
  };
  return (
    <div className={styles['rule']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <section className={styles['part']}>
        <h2>{t('rule-designer.name')}</h2>
        <LabelInput name={t('rule-designer.name')} value={rule['label']} onChange={(label) => { set('label', label ?? ''); }} />
        <label className={styles['line']}>
          <Switch aria-label={t('rule-designer.enabled')} checked={rule['disabled'] !== true} onChange={(on) => { set('disabled', on ? undefined : true); }} />
          {t('rule-designer.enabled')}
        </label>
      </section>
      <section className={styles['part']}>
        <h2>{t('rule-designer.when')}</h2>
        <Select mode="multiple" className={styles['wide'] ?? ''} aria-label={t('rule-designer.when')} value={listIn(rule, 'on').filter((one) => typeof one === 'string')} options={triggers.map((trigger) => ({ value: trigger, label: t(`rule-designer.${trigger}`) }))} onChange={(on) => { set('on', on); }} />
        <label className={styles['line']}>
          {t('rule-designer.priority')}
          <InputNumber precision={0} aria-label={t('rule-designer.priority')} value={numberIn(rule, 'priority') ?? 0} onChange={(priority) => { set('priority', priority === 0 || priority === null ? undefined : priority); }} />
        </label>
      </section>
      <section className={styles['part']}>
        <h2>{t('rule-designer.if')}</h2>
        <FormulaInput condition name={t('rule-designer.if')} value={rule['when']} onChange={(when) => { set('when', when); }} />
      </section>
      <section className={styles['part']}>
        <h2>{t('rule-designer.then')}</h2>
        <ol className={styles['actions']}>
          {actions.map((action, index) => (
            <ActionCard
              // Actions have no key of their own; their place is their name.
              // eslint-disable-next-line react/no-array-index-key
              key={index}
              action={action}
              kind={kinds.find((kind) => kind.kind === textIn(action, 'kind'))}
              change={(next) => { replace(index, next); }}
              remove={() => { replace(index, null); }}
            />
          ))}
        </ol>
        <Dropdown trigger={['click']} menu={{ items: kinds.map((kind) => ({ key: kind.kind, label: text(kind.label), onClick: () => { set('actions', [...actions, begin(kind)]); } })) }}>
          <Button icon={<PlusOutlined aria-hidden />}>{t('rule-designer.add')}</Button>
        </Dropdown>
      </section>
    </div>
  );
}
