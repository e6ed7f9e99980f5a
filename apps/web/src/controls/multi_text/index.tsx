import { isObject, isText } from '@/api/narrow';
import { readLabel } from '@/engine/protocol';
import { useText, type Label } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import { Pairs } from '../shared/Pairs';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

interface Item {
  id: string;
  label: Label;
  required: boolean;
}

function itemsOf(settings: Readonly<Record<string, unknown>>): readonly Item[] {
  const { items } = settings;
  if (!Array.isArray(items)) return [];
  return items.filter(isObject).flatMap((item) => (isText(item['id']) ? [{ id: item['id'], label: readLabel(item['label']), required: item['required'] === true }] : []));
}

function Input(props: InputProps) {
  const text = useText();
  const values = isObject(props.value) ? props.value : {};
  return (
    <div className={styles['stack']} role="group" aria-labelledby={`${props.id}-label`}>
      {itemsOf(props.field.settings).map((item, index) => {
        const id = index === 0 ? props.id : `${props.id}-${item.id}`;
        return (
          <div key={item.id} className={styles['named']}>
            <label className={styles['name']} htmlFor={id}>
              {text(item.label)}
            </label>
            <ImeText
              {...props}
              id={id}
              value={values[item.id]}
              placeholder=""
              required={props.required && item.required}
              onChange={(typed) => {
                const next = Object.fromEntries(Object.entries({ ...values, [item.id]: typed }).filter(([, one]) => asText(one) !== ''));
                props.onChange(Object.keys(next).length === 0 ? null : next);
              }}
            />
          </div>
        );
      })}
    </div>
  );
}

function Display({ value, field, compact }: DisplayProps) {
  const text = useText();
  if (!isObject(value)) return null;
  const pairs = itemsOf(field.settings).map(({ id, label }): [string, string] => [text(label), asText(value[id])]);
  return <Pairs pairs={pairs.filter(([, one]) => one !== '')} compact={compact === true} />;
}

export const control = defineControl({ kind: 'multi_text', Input, Display, filter: 'none' });
