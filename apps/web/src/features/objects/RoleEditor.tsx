import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Collapse, Dropdown, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, listIn, textIn, type Json } from '@/api';
import { labelled, objectIn, objectsIn, withKey } from '@/definition';
import { FilterInput, LabelInput, useBuilder, useReferences, type DesignerProps } from '@/features/build';
import { useText } from '@/i18n';
import { ObjectFrame, useChange } from './ObjectFrame';
import styles from './objects.module.css';

const actions = ['read', 'create', 'update', 'delete', 'export', 'print', 'comment'] as const;
const scopes = ['own', 'involved', 'department', 'department_tree', 'all'] as const;
const rights = ['hidden', 'mask', 'read', 'write'] as const;

/** The right on each field; what is not said here is as for all others. */
function FieldRights({ grant, onChange }: { grant: Json; onChange: (grant: Json) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const form = useBuilder((state) => state.objects[`form/${textIn(grant, 'form') ?? ''}`]);
  const said = objectIn(grant, 'fields');
  const usual = textIn(grant, 'field_default') ?? 'write';
  const named = rights.map((right) => ({ value: right, label: t(`objects.right.${right}`) }));
  const put = (field: string, right: string): void => {
    const next = withKey(said, field, right === 'usual' ? undefined : right);
    onChange(withKey(grant, 'fields', Object.keys(next).length === 0 ? undefined : next));
  };
  return (
    <div className={styles['fields']}>
      <label className={styles['fieldRow']}>
        <span>{t('objects.other_fields')}</span>
        <Select size="small" aria-label={t('objects.other_fields')} value={usual} options={named} onChange={(right) => { onChange(withKey(grant, 'field_default', right === 'write' ? undefined : right)); }} />
      </label>
      {objectsIn(form?.definition, 'fields').map((field) => {
        const id = String(field['id']);
        const name = text(labelled(field['label'])) || id;
        return (
          <label key={id} className={styles['fieldRow']}>
            <span>{name}</span>
            <Select size="small" aria-label={name} value={textIn(said, id) ?? 'usual'} options={[{ value: 'usual', label: t('objects.as_others') }, ...named]} onChange={(right) => { put(id, right); }} />
          </label>
        );
      })}
    </div>
  );
}

interface GrantProps {
  name: string;
  grant: Json;
  onChange: (grant: Json | null) => void;
}

function GrantCard({ name, grant, onChange }: GrantProps) {
  const { t } = useTranslation();
  const may = listIn(grant, 'actions').filter((one) => typeof one === 'string');
  const marked = Object.keys(objectIn(grant, 'fields')).length;
  return (
    <li className={styles['grant']}>
      <div className={styles['grantHead']}>
        <h3>{name}</h3>
        <Button type="text" size="small" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('objects.remove_grant', { name })} onClick={() => { onChange(null); }} />
      </div>
      <Checkbox.Group className={styles['may'] ?? ''} aria-label={t('objects.may', { name })} value={may} options={actions.map((action) => ({ value: action, label: t(`objects.action.${action}`) }))} onChange={(next) => { onChange({ ...grant, actions: actions.filter((action) => next.includes(action)) }); }} />
      <label className={styles['fieldRow']}>
        <span>{t('objects.rows')}</span>
        <Select aria-label={t('objects.rows_of', { name })} value={textIn(grant, 'rows') ?? 'own'} options={scopes.map((scope) => ({ value: scope, label: t(`objects.scope.${scope}`) }))} onChange={(rows) => { onChange(withKey(grant, 'rows', rows === 'own' ? undefined : rows)); }} />
      </label>
      <Collapse
        size="small"
        items={[
          { key: 'fields', label: marked === 0 ? t('objects.field_rights') : t('objects.field_rights_said', { count: marked }), children: <FieldRights grant={grant} onChange={onChange} /> },
          { key: 'filter', label: t(isObject(grant['filter']) ? 'objects.narrowed' : 'objects.not_narrowed'), children: <FilterInput name={t('objects.filter_of', { name })} form={textIn(grant, 'form') ?? null} value={grant['filter']} onChange={(filter) => { onChange(withKey(grant, 'filter', filter)); }} /> },
        ]}
      />
    </li>
  );
}

/** Who holds a role is said by the administration; what it may do is said here. */
export function RoleEditor({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const { definition, set } = useChange(object);
  const [forms, dashboards] = [useReferences('form'), useReferences('dashboard')];
  const grants = objectsIn(definition, 'grants');
  const open = listIn(definition, 'dashboards').filter((one) => typeof one === 'string');
  const nameOf = (grant: Json): string => forms.find((form) => form.value === grant['form'])?.label ?? String(grant['form']);
  const replace = (index: number, next: Json | null): void => {
    set('grants', grants.flatMap((grant, at) => (at !== index ? [grant] : next === null ? [] : [next])));
  };
  const add = (form: string): void => { set('grants', [...grants, { form, actions: ['read', 'create', 'comment'] }]); };
  return (
    <ObjectFrame app={app} object={object}>
      <section className={styles['part']}>
        <h2>{t('objects.purpose')}</h2>
        <LabelInput long name={t('objects.purpose')} value={definition['help']} onChange={(help) => { set('help', help); }} />
        <label className={styles['line']}>
          <Switch aria-label={t('objects.builds')} checked={definition['build'] === true} onChange={(on) => { set('build', on ? true : undefined); }} />
          {t('objects.builds')}
        </label>
      </section>
      <section className={styles['part']}>
        <h2>{t('objects.grants')}</h2>
        {grants.length === 0 && <p className={styles['soft']}>{t('objects.no_grants')}</p>}
        <ul className={styles['grants']}>
          {grants.map((grant, index) => (
            // Several grants on one form add up; their place is their name.
            // eslint-disable-next-line react/no-array-index-key
            <GrantCard key={index} name={nameOf(grant)} grant={grant} onChange={(next) => { replace(index, next); }} />
          ))}
        </ul>
        <Dropdown trigger={['click']} menu={{ items: forms.map(({ value, label }) => ({ key: value, label, onClick: () => { add(value); } })) }}>
          <Button icon={<PlusOutlined aria-hidden />}>{t('objects.add_grant')}</Button>
        </Dropdown>
      </section>
      <section className={styles['part']}>
        <h2>{t('objects.dashboards')}</h2>
        <Select mode="multiple" className={styles['wide'] ?? ''} aria-label={t('objects.dashboards')} value={open} options={dashboards} showSearch={{ optionFilterProp: 'label' }} onChange={(next) => { set('dashboards', next.length === 0 ? undefined : next); }} />
      </section>
    </ObjectFrame>
  );
}
