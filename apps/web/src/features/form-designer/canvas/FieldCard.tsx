import { EyeInvisibleOutlined, FunctionOutlined, PlusOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { listIn, textIn, type Json } from '@/api';
import { controlOf } from '@/controls';
import { jsonOf, labelled, objectsIn } from '@/definition';
import { useBuilder } from '@/features/build';
import { useText } from '@/i18n';
import { useDesign } from '../design';
import { KindIcon } from '../icons';
import { useDraggable } from './drag';
import { Face } from './Face';
import { Margin } from './Margin';
import { Tools } from './Tools';
import styles from './canvas.module.css';

/** So many options are shown on a card. */
const few = 4;

/** The names of the first options of a field. */
function useOptionNames(field: Json): readonly string[] {
  const text = useText();
  const dictionary = textIn(field, 'dictionary');
  const found = useBuilder((state) => (dictionary === undefined ? undefined : state.objects[`dictionary/${dictionary}`]?.definition));
  const options = dictionary === undefined ? objectsIn(field, 'options') : objectsIn(jsonOf(found), 'options');
  return options.slice(0, few + 1).map((option) => text(labelled(option['label'])) || String(option['id']));
}

/** What the field will look like, roughly and without the engine: a box with its kind, its options, its columns. */
const Likeness = memo(function Likeness({ field, icon, kindName }: { field: Json; icon: string; kindName: string }) {
  const text = useText();
  const options = useOptionNames(field);
  const placeholder = text(labelled(field['placeholder']));
  const tall = ['textarea', 'rich_text', 'markdown', 'code'].includes(textIn(field, 'kind') ?? '');
  return (
    <span className={styles['likeness']} data-tall={tall}>
      <KindIcon name={icon} />
      <span className={styles['kindName']}>{placeholder || kindName}</span>
      {options.slice(0, few).map((option) => <span key={option} className={styles['chip']}>{option}</span>)}
      {options.length > few && <span className={styles['chip']}>…</span>}
    </span>
  );
});

/** The columns of a sub-table, side by side. */
function Columns({ table, field }: { table: string; field: Json }) {
  const { t } = useTranslation();
  const text = useText();
  const { kinds } = useDesign();
  const columns = objectsIn(field, 'fields');
  return (
    <ul className={styles['columns']} data-list={`column:${table}`} aria-label={t('form-designer.columns_of', { label: text(labelled(field['label'])) })}>
      {columns.map((column) => {
        const key = `column:${table}.${String(column['id'])}`;
        return <ColumnCard key={key} id={key} column={column} icon={kinds.get(textIn(column, 'kind') ?? '')?.icon ?? ''} />;
      })}
      {columns.length === 0 && <li className={styles['hint']}><PlusOutlined aria-hidden /> {t('form-designer.drop_columns')}</li>}
    </ul>
  );
}

const ColumnCard = memo(function ColumnCard({ id, column, icon }: { id: string; column: Json; icon: string }) {
  const text = useText();
  const ref = useDraggable<HTMLLIElement>({ sort: 'item', id });
  return (
    <li ref={ref} data-item={id} className={styles['column']}>
      <Face id={id}>
        <KindIcon name={icon} /> {text(labelled(column['label'])) || String(column['id'])}
        {column['required'] === true && <span className={styles['required']} aria-hidden="true">*</span>}
      </Face>
      <Tools id={id} />
    </li>
  );
});

interface CardProps {
  id: string;
  field: Json;
  icon: string;
  kindName: string;
  wide: boolean;
  shown: boolean;
  ruled: boolean;
  faults: number;
}

/** A field as it stands on the canvas. */
const Card = memo(function Card({ id, field, icon, kindName, wide, shown, ruled, faults }: CardProps) {
  const { t } = useTranslation();
  const text = useText();
  const ref = useDraggable<HTMLLIElement>({ sort: 'item', id });
  const label = text(labelled(field['label'])) || String(field['id']);
  const table = Array.isArray(field['fields']);
  return (
    <li ref={ref} data-item={id} data-wide={wide} className={styles['card']}>
      <Face id={id}>
        <span className={styles['label']}>
          {label}
          {field['required'] === true && <span className={styles['required']} aria-label={t('form.required')}> *</span>}
          <span className={styles['marks']}>
            {shown && <EyeInvisibleOutlined title={t('form-designer.has_condition')} />}
            {ruled && <FunctionOutlined title={t('form-designer.has_rules')} />}
          </span>
        </span>
        {!table && <Likeness field={field} icon={icon} kindName={kindName} />}
      </Face>
      {faults > 0 && <Margin id={id} />}
      <Tools id={id} />
      {table && <Columns table={String(field['id'])} field={field} />}
    </li>
  );
});

/** Reads what the card shows, so that it is drawn again only when that changes. */
export function FieldCard({ id, wide }: { id: string; wide: boolean }) {
  const text = useText();
  const { fields, kinds, rules, faults } = useDesign();
  const field = fields.get(id);
  if (field === undefined) return null;
  const kind = textIn(field, 'kind') ?? '';
  const own = rules.get(id) ?? [];
  const entry = kinds.get(kind);
  const key = `field:${id}`;
  const inside = listIn(field, 'fields').length > 0 ? [...faults.keys()].filter((one) => one.startsWith(`column:${id}.`)).length : 0;
  return (
    <Card
      id={key}
      field={field}
      icon={entry?.icon ?? ''}
      kindName={text(entry?.label) || kind}
      wide={wide || controlOf(kind)?.wide === true}
      shown={own.some(({ aspect }) => aspect === 'visible')}
      ruled={own.some(({ aspect }) => aspect !== 'visible')}
      faults={(faults.get(key)?.length ?? 0) + inside}
    />
  );
}
