import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Select, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { useClear } from '@/components';
import { labelled, objectsIn, withKey } from '@/definition';
import { LabelInput, useBuilder, useReferences, type DesignerProps } from '@/features/build';
import { useText } from '@/i18n';
import { added, groupId, moved, removed, replaced, type Items, type Path } from './menu';
import { ObjectFrame, useChange } from './ObjectFrame';
import styles from './objects.module.css';

interface ListProps {
  items: Items;
  /** The whole menu, and where this list stands in it. */
  all: Items;
  above: Path;
  onChange: (items: Items) => void;
}

/** What can be put into the menu. */
function useOffers(): (put: (item: Json) => void, group: (() => void) | null) => MenuProps['items'] {
  const { t } = useTranslation();
  const [forms, dashboards] = [useReferences('form'), useReferences('dashboard')];
  return (put, group) => [
    { key: 'forms', type: 'group', label: t('build.kinds.form'), children: forms.map(({ value, label }) => ({ key: `form:${value}`, label, onClick: () => { put({ kind: 'form', form: value }); } })) },
    ...(dashboards.length === 0 ? [] : [{ key: 'dashboards', type: 'group' as const, label: t('build.kinds.dashboard'), children: dashboards.map(({ value, label }) => ({ key: `dashboard:${value}`, label, onClick: () => { put({ kind: 'dashboard', dashboard: value }); } })) }]),
    ...(group === null ? [] : [{ type: 'divider' as const }, { key: 'group', label: t('objects.new_group'), onClick: group }]),
  ];
}

/** The view with which a form opens from the menu. */
function ViewChoice({ item, onChange }: { item: Json; onChange: (item: Json) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const clear = useClear();
  const form = useBuilder((state) => state.objects[`form/${textIn(item, 'form') ?? ''}`]);
  const views = objectsIn(form?.definition, 'views').map((view) => ({ value: String(view['id']), label: text(labelled(view['label'])) || String(view['id']) }));
  if (views.length === 0) return null;
  return <Select size="small" className={styles['view'] ?? ''} allowClear={clear} aria-label={t('objects.view')} placeholder={t('objects.first_view')} options={views} {...(textIn(item, 'view') === undefined ? {} : { value: textIn(item, 'view') })} onChange={(view: string | undefined) => { onChange(withKey(item, 'view', view)); }} />;
}

function Entries({ items, all, above, onChange }: ListProps) {
  const { t } = useTranslation();
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  const offers = useOffers();
  const nameOf = (item: Json): string => {
    const kind = textIn(item, 'kind') ?? '';
    if (kind === 'group') return text(labelled(item['label'])) || t('objects.group');
    const id = textIn(item, kind) ?? '';
    return text(objects[`${kind}/${id}`]?.label) || id;
  };
  return (
    <ul className={styles['entries']}>
      {items.map((item, index) => {
        const path = [...above, index];
        const name = nameOf(item);
        const isGroup = item['kind'] === 'group';
        return (
          <li key={`${String(item['kind'])}${String(item['id'] ?? item['form'] ?? item['dashboard'])}`}>
            <div className={styles['entry']}>
              {isGroup ? <LabelInput name={t('objects.group')} value={item['label']} onChange={(label) => { onChange(replaced(all, path, { ...item, label: label ?? '' })); }} /> : <span>{name}</span>}
              <span className={styles['entryTools']}>
                {item['kind'] === 'form' && <ViewChoice item={item} onChange={(next) => { onChange(replaced(all, path, next)); }} />}
                {isGroup && (
                  <Dropdown trigger={['click']} menu={{ items: offers((made) => { onChange(added(all, path, made)); }, null) ?? [] }}>
                    <Button size="small" type="text" icon={<PlusOutlined aria-hidden />} aria-label={t('objects.add_into', { name })} />
                  </Dropdown>
                )}
                <Button size="small" type="text" icon={<ArrowUpOutlined aria-hidden />} aria-label={t('objects.up', { name })} disabled={above.length === 0 && index === 0} onClick={() => { onChange(moved(all, path, -1)); }} />
                <Button size="small" type="text" icon={<ArrowDownOutlined aria-hidden />} aria-label={t('objects.down', { name })} disabled={above.length === 0 && index === items.length - 1} onClick={() => { onChange(moved(all, path, 1)); }} />
                <Button size="small" type="text" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('objects.take_out', { name })} onClick={() => { onChange(removed(all, path)); }} />
              </span>
            </div>
            {isGroup && <Entries items={objectsIn(item, 'items')} all={all} above={path} onChange={onChange} />}
          </li>
        );
      })}
    </ul>
  );
}

/** The menu as people see it, in groups. */
export function MenuEditor({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const { definition, put } = useChange(object);
  const offers = useOffers();
  const items = objectsIn(definition, 'items');
  const change = (next: Items): void => { put({ ...definition, items: next }); };
  const group = (): void => { change([...items, { kind: 'group', id: groupId(items), label: { 'zh-CN': t('objects.group') }, items: [] }]); };
  return (
    <ObjectFrame app={app} object={object}>
      <section className={styles['part']}>
        <h2>{t('objects.items')}</h2>
        {items.length === 0 && <p className={styles['soft']}>{t('objects.empty_menu')}</p>}
        <Entries items={items} all={items} above={[]} onChange={change} />
        <Dropdown trigger={['click']} menu={{ items: offers((made) => { change([...items, made]); }, group) ?? [] }}>
          <Button icon={<PlusOutlined aria-hidden />}>{t('objects.add_item')}</Button>
        </Dropdown>
      </section>
    </ObjectFrame>
  );
}
