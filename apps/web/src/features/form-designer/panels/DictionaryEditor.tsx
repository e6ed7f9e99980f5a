import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, textIn, type Json } from '@/api';
import { jsonOf, labelled, objectsIn, withKey } from '@/definition';
import { LabelInput, OptionsEditor, useBuilder } from '@/features/build';
import { useText } from '@/i18n';
import styles from './panels.module.css';

/** How many fields of the app take their options from a dictionary. */
function usersOf(objects: Readonly<Record<string, { kind: string; definition: unknown }>>, id: string): number {
  const inside = (json: unknown): number => {
    if (Array.isArray(json)) return json.reduce<number>((sum, one) => sum + inside(one), 0);
    if (!isObject(json)) return 0;
    return (textIn(json, 'dictionary') === id ? 1 : 0) + objectsIn(json, 'fields').reduce((sum, field) => sum + inside(field), 0);
  };
  return Object.values(objects).reduce((sum, { kind, definition }) => (kind === 'form' ? sum + inside(definition) : sum), 0);
}

/** The dictionary of a field, changed in place: all fields that use it change with it. */
export function DictionaryEditor({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  const run = useBuilder((state) => state.run);
  const key = `dictionary/${id}`;
  const object = objects[key];
  if (object === undefined) return null;
  const dictionary = jsonOf(object.definition);
  const change = (what: string, next: Json): void => { run(`${t('form-designer.dictionary')}:${id}:${what}`, key, next); };
  const name = text(labelled(dictionary['label'])) || id;
  return (
    <Collapse
      size="small"
      items={[
        {
          key: 'options',
          label: t('form-designer.dictionary_of', { name, count: usersOf(objects, id) }),
          children: (
            <div className={styles['panel']}>
              <LabelInput name={t('form-designer.dictionary')} value={dictionary['label']} onChange={(label) => { change('label', withKey(dictionary, 'label', label ?? '')); }} />
              <OptionsEditor tree name={name} value={dictionary['options']} onChange={(options) => { change('options', { ...dictionary, options: options ?? [] }); }} />
            </div>
          ),
        },
      ]}
    />
  );
}
