import { LinkOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { isObject, isText, type Json } from '@/api/narrow';
import { addresses } from '@/api/addresses';
import type { FieldDescription } from '@/engine';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';

/** The address with what stands in the fields; a value never becomes more than a part of it. */
export function addressOf(link: string, values: Json, record: string | null): string {
  return link.replaceAll(/\{([^{}]+)\}/g, (_, id: string) => {
    const value = id === '_id' ? record : values[id];
    return isText(value) || typeof value === 'number' || typeof value === 'boolean' ? encodeURIComponent(String(value)) : '';
  });
}

function Act({ field, id }: { field: FieldDescription; id?: string }) {
  const text = useText();
  const navigate = useNavigate();
  const { place, names } = useFormServices();
  const { action, link, form, fill } = field.settings;
  const given = text(readLabel(field.settings['text']));
  const words = given === '' ? text(field.label) : given;
  const target = id === undefined ? {} : { id };
  if (action === 'create') {
    if (place === null || !isText(form)) return null;
    return (
      <Button
        {...target}
        icon={<PlusOutlined aria-hidden />}
        onClick={() => {
          const now = place.values();
          const values = Object.entries(isObject(fill) ? fill : {}).flatMap(([there, here]) => {
            const value = here === '_id' ? place.record : isText(here) ? (now[here] ?? null) : null;
            return value === null ? [] : [[there, value] as const];
          });
          const known = values.flatMap(([, value]) => (isText(value) && names[value] !== undefined ? [[value, names[value]] as const] : []));
          const own = place.record === null ? [] : [[place.record, place.title] as const];
          void navigate(addresses.newRecord(place.app, form), { state: { values: Object.fromEntries(values), names: Object.fromEntries([...known, ...own]) } });
        }}
      >
        {words}
      </Button>
    );
  }
  if (!isText(link)) return null;
  return (
    <Button
      {...target}
      icon={<LinkOutlined aria-hidden />}
      onClick={() => {
        window.open(addressOf(link, place?.values() ?? {}, place?.record ?? null), '_blank', 'noopener,noreferrer');
      }}
    >
      {words}
    </Button>
  );
}

function Input({ id, field }: InputProps) {
  return <Act id={id} field={field} />;
}

function Display({ field, compact }: DisplayProps) {
  return compact === true ? null : <Act field={field} />;
}

export const control = defineControl({ kind: 'button', Input, Display, filter: 'none', draws: true });
