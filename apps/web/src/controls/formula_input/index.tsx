import { Button } from 'antd';
import { isObject, listIn, textIn } from '@/api/narrow';
import { useTranslation } from 'react-i18next';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import styles from '../shared/pick.module.css';
import { asText, settingNumber } from '../shared/values';

/** The text of the formula, and below it the fields that can be put in by a click. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const fields = listIn(props.field.about, 'fields').filter(isObject);
  const put = (id: string): void => {
    const box = document.getElementById(props.id);
    const typed = asText(props.value);
    const at = box instanceof HTMLTextAreaElement ? box.selectionStart : typed.length;
    props.onChange(`${typed.slice(0, at)}{${id}}${typed.slice(at)}`);
  };
  return (
    <div className={styles['stack']}>
      <ImeText {...props} rows={2} maxLength={settingNumber(props.field.settings, 'max') ?? 500} placeholder={text(props.field.placeholder)} />
      {!props.disabled && props.compact !== true && fields.length > 0 && (
        <div className={styles['row']} role="group" aria-label={t('pick.put_in')}>
          {fields.map((field) => {
            const id = textIn(field, 'id') ?? '';
            if (id.startsWith('_')) return null;
            return (
              <Button
                key={id}
                size="small"
                onClick={() => {
                  put(id);
                }}
              >
                {text(readLabel(field['label']))}
              </Button>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** The formula with the names of fields in place of their ids. */
function Display({ value, field }: DisplayProps) {
  const text = useText();
  const known = new Map(listIn(field.about, 'fields').map((one) => [textIn(one, 'id') ?? '', isObject(one) ? text(readLabel(one['label'])) : '']));
  return <span className={styles['mono']}>{asText(value).replaceAll(/\{([^{}]+)\}/g, (whole, id: string) => known.get(id) ?? whole)}</span>;
}

export const control = defineControl({ kind: 'formula_input', Input, Display, filter: 'text', wide: true });
