import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined, EyeInvisibleOutlined, FunctionOutlined, SearchOutlined, WarningFilled } from '@ant-design/icons';
import { App, Button, Drawer, Empty, Input, Tabs, Tag } from 'antd';
import { useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textIn, type Json } from '@/api';
import { Glyph, useClear } from '@/components';
import { jsonOf, labelled, objectsIn } from '@/definition';
import { findingsOf, keyOf, useBuilder, useLint, useRegistry, type DesignerProps, type KindEntry } from '@/features/build';
import { textOf, useLocale, useText } from '@/i18n';
import { useNarrow, width } from '@/theme';
import { addField, changeField, fieldOf, moveField, newId, orderOf, retireField } from './commands';
import { FieldPanel } from './FieldPanel';
import { rulesIn, type LogicRule } from './logic';
import { LogicPanel } from './LogicPanel';
import styles from './designer.module.css';

/** By what a kind is found: its name in both languages, how it sounds, its word in definitions. */
function namesOf(kind: KindEntry): readonly string[] {
  return [kind.kind, kind.sounds, textOf(kind.label, 'zh-CN'), textOf(kind.label, 'en').toLowerCase()];
}

function Palette({ kinds, add }: { kinds: readonly KindEntry[]; add: (kind: KindEntry) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const clear = useClear();
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = kinds.filter((kind) => namesOf(kind).some((name) => name.includes(wanted)));
  const groups = Map.groupBy(shown, (kind) => kind.group ?? '');
  return (
    <aside className={styles['palette']} aria-label={t('form-designer.palette')}>
      <Input prefix={<SearchOutlined aria-hidden />} allowClear={clear} placeholder={t('form-designer.search')} aria-label={t('form-designer.search')} onChange={(event) => { setSearch(event.target.value); }} />
      {shown.length === 0 && <p className={styles['soft']}>{t('form-designer.no_kind')}</p>}
      {[...groups].map(([group, members]) => (
      <section key={group} aria-label={t(`form-designer.group.${group}`)}>
      <h3 className={styles['group']}>{t(`form-designer.group.${group}`)}</h3>
      <div className={styles['kinds']}>
        {members.map((kind) => (
          <button key={kind.kind} type="button" className={styles['kind']} draggable title={text(kind.help)} aria-label={t('form-designer.add', { kind: text(kind.label) })} onDragStart={(event) => { event.dataTransfer.setData('text/x-kind', kind.kind); }} onClick={() => { add(kind); }}>
            <Glyph name={kind.icon} />
            {text(kind.label)}
          </button>
        ))}
      </div>
      </section>
      ))}
    </aside>
  );
}

interface CardProps {
  rules: readonly LogicRule[];
  field: Json;
  kind: KindEntry | undefined;
  chosen: boolean;
  faults: number;
  choose: () => void;
  move: (by: -1 | 1) => void;
  drop: (event: DragEvent) => void;
  duplicate: () => void;
  retire: () => void;
}

function FieldCard({ rules, field, kind, chosen, faults, choose, move, drop, duplicate, retire }: CardProps) {
  const { t } = useTranslation();
  const text = useText();
  const label = text(labelled(field['label'])) || String(field['id']);
  const keys = (event: KeyboardEvent): void => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      move(event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Delete') retire();
  };
  return (
    <li className={styles['card']} data-chosen={chosen}>
      <button
        type="button"
        className={styles['face']}
        aria-pressed={chosen}
        draggable
        onDragStart={(event) => { event.dataTransfer.setData('text/x-field', String(field['id'])); }}
        onDragOver={(event) => { event.preventDefault(); }}
        onDrop={drop}
        onClick={choose}
        onKeyDown={keys}
      >
        <Glyph name={kind?.icon ?? 'field'} />
        <span className={styles['label']}>
          {label}
          {field['required'] === true && <span className={styles['required']} aria-label={t('form.required')}> *</span>}
        </span>
        <span className={styles['soft']}>{text(kind?.label)}</span>
        {rules.some(({ aspect }) => aspect === 'visible') && <EyeInvisibleOutlined title={t('form-designer.has_condition')} />}
        {rules.some(({ aspect }) => aspect !== 'visible') && <FunctionOutlined title={t('form-designer.has_rules')} />}
        {faults > 0 && <WarningFilled className={styles['fault']} aria-label={t('form-designer.faults', { count: faults })} title={t('form-designer.faults', { count: faults })} />}
      </button>
      {chosen && (
        <span className={styles['tools']}>
          <Button size="small" type="text" icon={<ArrowUpOutlined aria-hidden />} aria-label={t('form-designer.up', { label })} onClick={() => { move(-1); }} />
          <Button size="small" type="text" icon={<ArrowDownOutlined aria-hidden />} aria-label={t('form-designer.down', { label })} onClick={() => { move(1); }} />
          <Button size="small" type="text" icon={<CopyOutlined aria-hidden />} aria-label={t('form-designer.duplicate', { label })} onClick={duplicate} />
          <Button size="small" type="text" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('form-designer.retire', { label })} onClick={retire} />
        </span>
      )}
    </li>
  );
}

/** Palette, canvas, properties. */
export function FormDesigner({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const text = useText();
  const { modal } = App.useApp();
  const locale = useLocale((state) => state.locale);
  const run = useBuilder((state) => state.run);
  const registry = useRegistry();
  const findings = useLint(app);
  const [chosen, setChosen] = useState<string | null>(null);
  const [tab, setTab] = useState('settings');
  const [sheet, setSheet] = useState(false);
  const narrow = useNarrow(width.twoColumns);
  const canvas = useRef<HTMLDivElement>(null);
  const form = jsonOf(object.definition);
  const key = keyOf(object);
  const kinds = registry.data?.controls ?? [];
  const fields = objectsIn(form, 'fields');
  const order = orderOf(form);
  const byId = new Map(fields.map((field) => [String(field['id']), field]));
  const field = chosen === null ? undefined : byId.get(chosen);
  const labelOf = (id: string): string => text(labelled(byId.get(id)?.['label'])) || id;

  const add = (kind: KindEntry, after: string | null): void => {
    const label: Json = { 'zh-CN': textOf(kind.label, 'zh-CN'), en: textOf(kind.label, 'en') };
    const made = fieldOf(form, kind.kind, label, kind.example);
    run(t('form-designer.added', { kind: textOf(kind.label, locale) }), key, addField(form, made, after));
    setChosen(String(made['id']));
    setSheet(true);
  };
  const move = (id: string, by: -1 | 1): void => {
    const at = order.indexOf(id);
    const after = by === 1 ? order[at + 1] : at >= 2 ? order[at - 2] : null;
    if (after === undefined || (by === -1 && at === 0)) return;
    run(t('form-designer.moved', { label: labelOf(id) }), key, moveField(form, id, after));
  };
  const dropOn = (target: string, event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    const moved = event.dataTransfer.getData('text/x-field');
    const kind = kinds.find((one) => one.kind === event.dataTransfer.getData('text/x-kind'));
    if (kind !== undefined) add(kind, target);
    else if (moved !== '') run(t('form-designer.moved', { label: labelOf(moved) }), key, moveField(form, moved, target));
  };
  const retire = (id: string): void => {
    void modal.confirm({
      title: t('form-designer.retire_title', { label: labelOf(id) }),
      content: t('form-designer.retire_note'),
      okText: t('form-designer.retire_now'),
      cancelText: t('action.cancel'),
      okButtonProps: { danger: true },
      onOk: () => {
        run(t('form-designer.retired', { label: labelOf(id) }), key, retireField(form, id));
        setChosen(null);
      },
    });
  };
  const duplicate = (id: string): void => {
    const source = byId.get(id);
    if (source === undefined) return;
    const copy = { ...source, id: newId(form, id) };
    run(t('form-designer.copied', { label: labelOf(id) }), key, addField(form, copy, id));
    setChosen(copy.id);
  };
  const ruled = Map.groupBy(rulesIn(form), ({ target }) => target.split('.')[0] ?? '');
  const rulesOf = (id: string): readonly LogicRule[] => ruled.get(id) ?? [];
  const indexOf = (id: string): number => fields.findIndex((one) => one['id'] === id);
  const faultsOf = (id: string): readonly unknown[] =>
    [`/fields/${String(indexOf(id))}`, ...rulesOf(id).map(({ index }) => `/logic/${String(index)}`)].flatMap((pointer) => findingsOf(findings, 'form', object.id, pointer));
  const properties = field !== undefined && (
    <Tabs
      key={String(field['id'])}
      size="small"
      activeKey={tab}
      onChange={setTab}
      items={[
        {
          key: 'settings',
          label: t('form-designer.settings'),
          children: (
            <FieldPanel
              field={field}
              kind={kinds.find((entry) => entry.kind === textIn(field, 'kind'))}
              findings={findingsOf(findings, 'form', object.id, `/fields/${String(indexOf(String(field['id'])))}`)}
              change={(name, next) => { run(`${String(field['id'])}:${name}`, key, changeField(form, String(field['id']), next)); }}
            />
          ),
        },
        {
          key: 'logic',
          label: <span>{t('form-designer.logic')} {rulesOf(String(field['id'])).length > 0 && <Tag>{rulesOf(String(field['id'])).length}</Tag>}</span>,
          children: <LogicPanel app={app} form={form} field={field} findings={findings} labelOf={labelOf} choose={setChosen} changeForm={(name, next) => { run(name, key, next); }} />,
        },
      ]}
    />
  );
  return (
    <div className={styles['designer']}>
      <Palette kinds={kinds} add={(kind) => { add(kind, chosen); }} />
      <div ref={canvas} className={styles['canvas']} onDragOver={(event) => { event.preventDefault(); }} onDrop={(event) => { const last = order.at(-1); if (last !== undefined) dropOn(last, event); }}>
        {order.length === 0 && <Empty description={t('form-designer.empty')} />}
        <ul className={styles['cards']} aria-label={t('form-designer.fields')}>
          {order.map((id) => {
            const one = byId.get(id);
            if (one === undefined) return null;
            return (
              <FieldCard
                key={id}
                rules={rulesOf(id)}
                field={one}
                kind={kinds.find((entry) => entry.kind === textIn(one, 'kind'))}
                chosen={id === chosen}
                faults={faultsOf(id).length}
                choose={() => { setChosen(id); setSheet(true); }}
                move={(by) => { move(id, by); }}
                drop={(event) => { dropOn(id, event); }}
                duplicate={() => { duplicate(id); }}
                retire={() => { retire(id); }}
              />
            );
          })}
        </ul>
      </div>
      {narrow && field !== undefined ? (
        <Drawer open={sheet} placement="bottom" size="80%" title={labelOf(String(field['id']))} onClose={() => { setSheet(false); }}>
          <aside aria-label={t('build.properties')}>{properties}</aside>
        </Drawer>
      ) : (
        <aside className={styles['side']} aria-label={t('build.properties')}>
          {field === undefined ? (
            <>
              <p className={styles['soft']}>{t('form-designer.choose')}</p>
              <Link to={`/build/${app}/form/${object.id}/states`}>{t('form-designer.states')}</Link>
            </>
          ) : (
            <h2 className={styles['sideTitle']}>{labelOf(String(field['id']))} <Tag>{String(field['id'])}</Tag></h2>
          )}
          {properties}
        </aside>
      )}
    </div>
  );
}
