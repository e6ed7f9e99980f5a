import { DeleteOutlined, PlusOutlined, QuestionCircleOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useContext, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, listIn, textIn, type Json } from '@/api';
import { useClear } from '@/components';
import { FilterInput } from './FilterInput';
import { FormulaInput, LabelInput } from './inputs';
import { withKey } from '@/definition';
import { useText } from '@/i18n';
import { OptionsEditor } from './OptionsEditor';
import { useKindLabel } from './queries';
import { blankOf, newItem } from './newItem';
import { settingOf, settingsOf, type Choice, type Setting } from './schema';
import { PlaceContext, useReferences } from './references';
import styles from './build.module.css';

interface InputProps {
  name: string;
  path: string;
  setting: Setting;
  root: Json;
  value: unknown;
  /** The form that is named beside the setting, if one can be: then its records are meant, not those of the form around. */
  otherForm: string | null | undefined;
  onChange: (value: unknown) => void;
}

/** JSON for what has no input of its own; it is taken over when it can be read. */
function JsonInput({ name, value, onChange }: { name: string; value: unknown; onChange: (value: unknown) => void }) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [wrong, setWrong] = useState(false);
  const leave = (): void => {
    try {
      onChange(text.trim() === '' ? undefined : JSON.parse(text));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return <Input.TextArea className={styles['formula']} aria-label={name} autoSize={{ minRows: 1, maxRows: 10 }} {...(wrong ? { status: 'error' as const } : {})} value={text} onChange={(event) => { setText(event.target.value); }} onBlur={leave} />;
}

function ListInput({ name, path, setting, root, value, otherForm, onChange }: InputProps & { setting: Extract<Setting, { type: 'list' }> }) {
  const { t } = useTranslation();
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const simple = setting.item.type === 'choice' || setting.item.type === 'reference' || setting.item.type === 'text';
  if (simple) {
    return <ManyInput name={name} setting={setting.item} value={items} onChange={onChange} />;
  }
  const replace = (index: number, next: unknown): void => {
    onChange(items.map((item, at) => (at === index ? next : item)));
  };
  return (
    <div className={styles['list']}>
      {items.map((item, index) => (
        // Items have no key of their own; their place is their name.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['item']}>
          <SettingInput name={`${name} ${String(index + 1)}`} path={path} setting={settingOf('', setting.schema, root)} root={root} value={item} otherForm={otherForm} onChange={(next) => { replace(index, next); }} />
          <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t('build.remove_item', { name, number: index + 1 })} onClick={() => { onChange(items.filter((_, at) => at !== index)); }} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onChange([...items, newItem(setting, root, items)]); }}>
        {t('action.add')}
      </Button>
    </div>
  );
}

/** Something for each of some fields of the form; another field is added from a list. */
function MapInput({ name, path, setting, root, value, otherForm, onChange }: InputProps & { setting: Extract<Setting, { type: 'map' }> }) {
  const { t } = useTranslation();
  const fields = useReferences(setting.of);
  const entries: Json = isObject(value) ? value : {};
  const labelOf = (id: string): string => fields.find((field) => field.value === id)?.label ?? id;
  const put = (id: string, next: unknown): void => {
    const changed = withKey(entries, id, next);
    onChange(Object.keys(changed).length === 0 ? undefined : changed);
  };
  return (
    <div className={styles['list']}>
      {Object.keys(entries).map((id) => (
        <div key={id} className={styles['item']}>
          <div className={styles['row']}>
            <span className={styles['name']}>{labelOf(id)}</span>
            <SettingInput name={`${name} ${labelOf(id)}`} path={path} setting={setting.item} root={root} value={entries[id]} otherForm={otherForm} onChange={(next) => { put(id, next ?? ''); }} />
          </div>
          <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t('build.remove_field', { name, field: labelOf(id) })} onClick={() => { put(id, undefined); }} />
        </div>
      ))}
      <Select
        size="small"
        className={styles['wide'] ?? ''}
        aria-label={t('build.add_field', { name })}
        placeholder={t(setting.of === 'input' ? 'build.choose_input' : 'build.choose_field')}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={fields.filter((field) => !Object.hasOwn(entries, field.value))}
        onChange={(id: string | null) => { if (id !== null) put(id, setting.item.type === 'choice' ? (setting.item.options[0]?.value ?? '') : ''); }}
      />
    </div>
  );
}

/** The options of a choice as a list offers them. */
function useNamed(): (choice: Choice) => { value: string; label: string } {
  const { t } = useTranslation();
  const text = useText();
  return ({ value, label }) => ({ value, label: label === undefined ? t(`build.values.${value}`, { defaultValue: value }) : text(label) });
}

function ManyInput({ name, setting, value, onChange }: { name: string; setting: Setting; value: readonly unknown[]; onChange: (value: unknown) => void }) {
  const named = useNamed();
  const references = useReferences(setting.type === 'reference' ? setting.to : '');
  const chosen = value.filter((one) => typeof one === 'string');
  const options = setting.type === 'choice' ? setting.options.map(named) : references;
  return <Select mode={setting.type === 'text' ? 'tags' : 'multiple'} className={styles['wide'] ?? ''} aria-label={name} value={chosen} options={options} showSearch={{ optionFilterProp: 'label' }} onChange={(next) => { onChange(next.length === 0 ? undefined : next); }} />;
}

function ReferenceInput({ name, to, value, onChange }: { name: string; to: string; value: unknown; onChange: (value: unknown) => void }) {
  const options = useReferences(to);
  const clear = useClear();
  // A message from outside says itself what it brings: there is nothing to choose from.
  if (to === 'answer' && options.length === 0) {
    return <Input aria-label={name} value={typeof value === 'string' ? value : ''} onChange={(event) => { onChange(event.target.value === '' ? undefined : event.target.value); }} />;
  }
  return <Select allowClear={clear} className={styles['wide'] ?? ''} aria-label={name} showSearch={{ optionFilterProp: 'label' }} options={options} {...(typeof value === 'string' ? { value } : {})} onChange={(next: string | undefined) => { onChange(next); }} />;
}

/** A kind, and the settings of the one that is chosen. */
function VariantInput({ name, path, setting, root, value, onChange }: InputProps & { setting: Extract<Setting, { type: 'variant' }> }) {
  const { t } = useTranslation();
  const labelOf = useKindLabel();
  const text = useText();
  const given: Json = isObject(value) ? value : {};
  const kind = given[setting.tag];
  const chosen = setting.variants.find((variant) => variant.value === kind);
  const put = (next: string): void => {
    const made = newItem(setting, root, [], next);
    onChange(isObject(made) && typeof given['id'] === 'string' && 'id' in made ? { ...made, id: given['id'] } : made);
  };
  return (
    <div className={styles['nested']}>
      <Select
        className={styles['wide'] ?? ''}
        aria-label={name}
        placeholder={t('build.choose_kind')}
        {...(chosen === undefined ? {} : { value: chosen.value })}
        options={setting.variants.map((variant) => ({ value: variant.value, label: variant.label === undefined ? labelOf(variant.value) : text(variant.label) }))}
        onChange={put}
      />
      {chosen !== undefined && (
        <Panel schema={chosen.schema} root={root} path={path} without={[setting.tag]} value={given} onChange={(next) => { onChange({ [setting.tag]: kind, ...next }); }} />
      )}
    </div>
  );
}

/** Which records: those of the form that is named beside it, else of the form in whose object it stands. */
function FilterOfSetting({ name, value, otherForm, onChange }: InputProps) {
  const { form } = useContext(PlaceContext);
  return <FilterInput name={name} form={otherForm === undefined ? form : otherForm} value={value} onChange={onChange} />;
}

/** One of some words, and what the chosen one says more. */
function EitherInput({ name, path, setting, root, value, otherForm, onChange }: InputProps & { setting: Extract<Setting, { type: 'either' }> }) {
  const named = useNamed();
  const clear = useClear();
  const [key] = isObject(value) ? Object.keys(value) : [];
  const chosen = setting.options.find((option) => option.value === (typeof value === 'string' ? value : key));
  const more = chosen?.schema;
  const put = (next: string | undefined): void => {
    const wanted = setting.options.find((option) => option.value === next);
    if (wanted?.schema === undefined) onChange(next);
    else onChange({ [wanted.value]: blankOf(settingOf(wanted.value, wanted.schema, root), root) ?? '' });
  };
  return (
    <div className={styles['nested']}>
      <Select allowClear={clear} className={styles['wide'] ?? ''} aria-label={name} {...(chosen === undefined ? {} : { value: chosen.value })} options={setting.options.map(named)} onChange={put} />
      {chosen !== undefined && more !== undefined && isObject(value) && (
        <SettingInput name={`${name} ${named(chosen).label}`} path={`${path}/${chosen.value}`} setting={settingOf(chosen.value, more, root)} root={root} value={value[chosen.value]} otherForm={otherForm} onChange={(next) => { onChange({ [chosen.value]: next ?? '' }); }} />
      )}
    </div>
  );
}

/**
 * An object of settings. One that cannot be empty is there only when somebody wants it. What it says of skills names the form whose fields
 * are meant beside them.
 */
function ObjectInput({ name, path, setting, root, value, onChange }: InputProps & { setting: Extract<Setting, { type: 'object' }> }) {
  const { t } = useTranslation();
  const place = useContext(PlaceContext);
  if (value === undefined && listIn(setting.schema, 'required').length > 0) {
    return (
      <Button className={styles['begin'] ?? ''} size="small" icon={<PlusOutlined aria-hidden />} aria-label={t('build.set_up_named', { name })} onClick={() => { onChange(blankOf(setting, root)); }}>
        {t('build.set_up')}
      </Button>
    );
  }
  const given: Json = isObject(value) ? value : {};
  const form = isObject(given['skill']) ? textIn(given['skill'], 'form') : undefined;
  return (
    <div className={styles['nested']}>
      <PlaceContext value={form === undefined ? place : { ...place, skill: form }}>
        <Panel schema={setting.schema} root={root} path={path} value={given} onChange={onChange} />
      </PlaceContext>
    </div>
  );
}

/** The input of one setting. */
function SettingInput(props: InputProps) {
  const named = useNamed();
  const clear = useClear();
  const { name, setting, root, value, onChange } = props;
  switch (setting.type) {
    case 'label':
      return <LabelInput name={name} value={value} onChange={onChange} />;
    case 'formula':
      return <FormulaInput name={name} value={value} condition={setting.condition} onChange={onChange} />;
    case 'map':
      return <MapInput {...props} setting={setting} />;
    case 'text':
      return <Input aria-label={name} value={typeof value === 'string' ? value : ''} onChange={(event) => { onChange(event.target.value === '' ? undefined : event.target.value); }} />;
    case 'bool':
      return <Switch aria-label={name} checked={typeof value === 'boolean' ? value : setting.byDefault} onChange={(on) => { onChange(on === setting.byDefault ? undefined : on); }} />;
    case 'number':
      return <InputNumber className={styles['wide'] ?? ''} aria-label={name} value={typeof value === 'number' ? value : null} {...(setting.whole ? { precision: 0 } : {})} {...(setting.least === undefined ? {} : { min: setting.least })} {...(setting.most === undefined ? {} : { max: setting.most })} onChange={(next) => { onChange(next ?? undefined); }} />;
    case 'choice':
      return <Select allowClear={clear} className={styles['wide'] ?? ''} aria-label={name} {...(typeof value === 'string' ? { value } : {})} options={setting.options.map(named)} onChange={(next: string | undefined) => { onChange(next); }} />;
    case 'reference':
      return <ReferenceInput name={name} to={setting.to} value={value} onChange={onChange} />;
    case 'options':
      return <OptionsEditor name={name} value={value} tree={isObject(root['properties']) && 'select' in root['properties']} onChange={onChange} />;
    case 'list':
      return <ListInput {...props} setting={setting} />;
    case 'object':
      return <ObjectInput {...props} setting={setting} />;
    case 'either':
      return <EitherInput {...props} setting={setting} />;
    case 'variant':
      return <VariantInput {...props} setting={setting} />;
    case 'filter':
      return <FilterOfSetting {...props} />;
    case 'json':
      return <JsonInput key={JSON.stringify(value)} name={name} value={value} onChange={onChange} />;
  }
}

interface PanelProps {
  schema: Json;
  root?: Json;
  path?: string;
  value: Json;
  /** Keys that stand elsewhere. */
  without?: readonly string[];
  /** Shows only what has these words in its name or help. */
  search?: string;
  /** Shows only what is not as it is by default. */
  onlyChanged?: boolean;
  onChange: (value: Json) => void;
}

/** A property panel, drawn from the JSON Schema of the settings: a new setting needs no code here. */
export function Panel({ schema, root = schema, path = '', value, without = [], search = '', onlyChanged = false, onChange }: PanelProps) {
  const { t } = useTranslation();
  const text = useText();
  const place = useContext(PlaceContext);
  const wanted = search.trim().toLowerCase();
  const connector = textIn(value, 'connector');
  const settings = settingsOf(schema, root);
  const otherForm = settings.some(({ key }) => key === 'form') ? (textIn(value, 'form') ?? null) : undefined;
  const rows: ReactNode[] = settings
    .map((one) => ({ ...one, name: one.label === undefined ? t(`build.keys.${one.key}`, { defaultValue: one.key }) : text(one.label), words: text(one.help) }))
    .filter(({ key, name, words }) => !without.includes(key) && (!onlyChanged || value[key] !== undefined) && [name, words, key].some((one) => one.toLowerCase().includes(wanted)))
    .map(({ key, setting, name, words }) => (
      <div key={key} className={styles['row']}>
        <span className={styles['name']}>
          {name}
          {words !== '' && (
            <span className={styles['help']} title={words}>
              <QuestionCircleOutlined aria-hidden />
              <span className="visually-hidden">{words}</span>
            </span>
          )}
          {value[key] !== undefined && (
            <button type="button" className={styles['reset']} title={t('build.reset', { name })} aria-label={t('build.reset', { name })} onClick={() => { onChange(withKey(value, key, undefined)); }}>
              <UndoOutlined aria-hidden />
            </button>
          )}
        </span>
        <SettingInput name={name} path={`${path}/${key}`} setting={setting} root={root} value={value[key]} otherForm={otherForm} onChange={(next) => { onChange(withKey(value, key, next)); }} />
      </div>
    ));
  const panel = <div className={styles['panel']}>{rows.length === 0 && (wanted !== '' || onlyChanged) ? <p className={styles['soft']}>{t('build.no_setting')}</p> : rows}</div>;
  // Fields that are meant to be of the form named beside them are offered from that form; what a step gives and takes is named by the
  // operation that it calls.
  const skill = typeof otherForm === 'string' ? { skill: otherForm } : {};
  const called = connector === undefined ? {} : { called: { connector, operation: textIn(value, 'operation') } };
  return <PlaceContext value={{ ...place, ...skill, ...called }}>{panel}</PlaceContext>;
}
