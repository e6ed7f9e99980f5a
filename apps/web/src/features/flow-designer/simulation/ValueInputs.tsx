import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { useClear } from '@/components';
import { withKey } from '@/definition';
import type { FieldDescription } from '@/engine';
import { useText } from '@/i18n';
import type { Cast } from './cast';
import styles from './simulation.module.css';

/** A file that stands for any other where one must be attached. */
const sample = { id: '00000000-0000-7000-8000-000000000001', name: 'sample.png', size: 1024, media_type: 'image/png' };

/** The types of values that can be entered here. */
const enterable = new Set(['text', 'number', 'bool', 'date', 'time', 'instant', 'choice', 'list', 'reference', 'file', 'rows']);

/** The fields into which something can be entered when a flow is tried. */
export function fillable(fields: readonly FieldDescription[]): readonly FieldDescription[] {
  return fields.filter((field) => field.origin === 'entered' && enterable.has(field.type) && !isOtherForm(field));
}

function isOtherForm(field: FieldDescription): boolean {
  return field.target !== null && field.target !== 'user' && field.target !== 'department';
}

interface InputProps {
  field: FieldDescription;
  /** What it is called for whoever hears it. */
  name: string;
  cast: Cast;
  value: unknown;
  onChange: (value: unknown) => void;
}

const textOr = (value: unknown): string => (typeof value === 'string' ? value : '');

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

/** A moment as the browser's own input writes it. */
function localOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  const moment = new Date(value);
  return `${String(moment.getFullYear())}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}T${pad(moment.getHours())}:${pad(moment.getMinutes())}`;
}

function named(all: readonly { name: string }[]): { value: string; label: string }[] {
  return all.map(({ name }) => ({ value: name, label: name }));
}

function Chooser({ field, name, cast, value, onChange }: InputProps) {
  const text = useText();
  const clear = useClear();
  const own = field.options.filter((option) => option.leaf && !option.retired).map((option) => ({ value: option.id, label: text(option.label) }));
  const options = field.target === 'user' ? named(cast.people) : field.target === 'department' ? named(cast.departments) : own;
  const common = { 'aria-label': name, options, showSearch: { optionFilterProp: 'label' }, className: styles['wide'] ?? '', ...clear };
  if (field.several) {
    const chosen = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
    return <Select {...common} mode={options.length === 0 ? 'tags' : 'multiple'} value={chosen} onChange={(next) => { onChange(next.length === 0 ? undefined : next); }} />;
  }
  return <Select {...common} value={typeof value === 'string' ? value : null} onChange={(next: string | null | undefined) => { onChange(next ?? undefined); }} />;
}

function Rows({ field, name, cast, value, onChange }: InputProps) {
  const { t } = useTranslation();
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className={styles['rows']}>
      {rows.map((row, index) => (
        // Rows have no key of their own; their place is their name.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['rowItem']}>
          <ValueInputs fields={field.columns} prefix={`${name} ${String(index + 1)} `} must={new Set()} cast={cast} values={isObject(row) ? row : {}} onChange={(next) => { onChange(rows.map((one, at) => (at === index ? next : one))); }} />
          <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t('flow-designer.simulation.remove_row', { name, number: index + 1 })} onClick={() => { onChange(rows.length === 1 ? undefined : rows.filter((_, at) => at !== index)); }} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} aria-label={t('flow-designer.simulation.add_row', { name })} onClick={() => { onChange([...rows, {}]); }}>{t('action.add')}</Button>
    </div>
  );
}

function ValueInput(props: InputProps) {
  const { t } = useTranslation();
  const { field, name, value, onChange } = props;
  const typed = (type: string, read: (entered: string) => string = (entered) => entered, shown = textOr(value)) => (
    <Input type={type} aria-label={name} value={shown} onChange={({ target }) => { onChange(target.value === '' ? undefined : read(target.value)); }} />
  );
  const isFile = field.type === 'file' || (field.several && field.options.length === 0 && field.target === null && fileKinds.has(field.kind));
  if (isFile) {
    return <Switch aria-label={name} checked={value !== undefined} checkedChildren={t('flow-designer.simulation.sample_file')} onChange={(there) => { onChange(there ? (field.several ? [sample] : sample) : undefined); }} />;
  }
  switch (field.type) {
    case 'number':
      return <InputNumber stringMode className={styles['wide'] ?? ''} aria-label={name} value={typeof value === 'string' || typeof value === 'number' ? String(value) : null} onChange={(next) => { onChange(next === null ? undefined : String(next)); }} />;
    case 'bool':
      return <Switch aria-label={name} checked={value === true} onChange={(yes) => { onChange(yes); }} />;
    case 'date':
      return typed('date');
    case 'time':
      return typed('time');
    case 'instant':
      return typed('datetime-local', (entered) => new Date(entered).toISOString().replace('.000Z', 'Z'), localOf(value));
    case 'choice':
    case 'list':
    case 'reference':
      return <Chooser {...props} />;
    case 'rows':
      return <Rows {...props} />;
    default:
      return typed('text');
  }
}

/** Kinds whose list holds files. */
const fileKinds = new Set(['upload', 'photo', 'defect_photo', 'watermark_photo', 'video', 'voice']);

interface ValuesProps {
  fields: readonly FieldDescription[];
  /** What stands before the names of the inputs. */
  prefix?: string;
  must: ReadonlySet<string>;
  cast: Cast;
  values: Json;
  onChange: (values: Json) => void;
}

/** The values of a record, one line each. */
export function ValueInputs({ fields, prefix = '', must, cast, values, onChange }: ValuesProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={styles['values']}>
      {fillable(fields).map((field) => {
        const label = text(field.label) || field.id;
        return (
          <div key={field.id} className={styles['value']}>
            <span className={styles['valueName']}>
              {label}
              {must.has(field.id) && <span className={styles['must']} title={t('flow-designer.simulation.must')}> *</span>}
            </span>
            <ValueInput field={field} name={`${prefix}${label}`} cast={cast} value={values[field.id]} onChange={(next) => { onChange(withKey(values, field.id, next)); }} />
          </div>
        );
      })}
    </div>
  );
}
