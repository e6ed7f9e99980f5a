import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { isText } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';

/** The terms open beside the form, so that nothing that was typed is lost. */
function Terms({ field }: { field: FieldDescription }) {
  const { t } = useTranslation();
  const text = useText();
  const { link } = field.settings;
  if (!isText(link)) return null;
  const words = text(readLabel(field.settings['link_text']));
  return (
    <a href={link} target="_blank" rel="noreferrer noopener">
      {words === '' ? t('pick.terms') : words}
    </a>
  );
}

function Input(props: InputProps) {
  const text = useText();
  const words = text(readLabel(props.field.settings['text']));
  return (
    <span>
      <Checkbox
        id={props.id}
        checked={props.value === true}
        disabled={props.disabled}
        aria-required={props.required}
        aria-describedby={props.describedBy}
        onChange={(event) => {
          // Taken back is the same as never given: nothing is stored as a refusal.
          props.onChange(event.target.checked ? true : null);
        }}
      >
        {words === '' ? text(props.field.label) : words}
      </Checkbox>
      <Terms field={props.field} />
    </span>
  );
}

function Display({ value }: DisplayProps) {
  const { t } = useTranslation();
  if (typeof value !== 'boolean') return null;
  return <span>{value ? t('pick.agreed') : t('pick.not_agreed')}</span>;
}

export const control = defineControl({ kind: 'consent', Input, Display, filter: 'bool' });
