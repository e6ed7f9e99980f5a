import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices, type FoundRecord } from '../services';
import { CodeInput } from '../shared/scan/CodeInput';
import shared from '../shared/shared.module.css';
import styles from '../shared/files/files.module.css';
import { asText } from '../shared/values';

interface Known {
  code: string;
  /** Records of the thing: null when none is looked up. */
  things: { count: number; first: FoundRecord | undefined } | null;
  same: number;
}

/** What a thing's record fills in; `_id` is the record itself, for a relation. */
function filledBy(record: FoundRecord, fill: unknown): readonly (readonly [string, unknown])[] {
  if (!isObject(fill)) return [];
  return Object.entries(fill).flatMap(([to, from]) => (isText(from) ? [[to, from === '_id' ? record.id : (record.values[from] ?? null)] as const] : []));
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const services = useFormServices();
  const [known, setKnown] = useState<Known | null>(null);
  /** What stood here when the record was opened: it would be counted itself. */
  const before = useRef(asText(props.value));
  const { form, find_by: by, fill, count_same: counts } = props.field.settings;
  const lookUp = async (text: string): Promise<void> => {
    const code = text.trim();
    if (code === '' || known?.code === code || before.current === code) return;
    try {
      const nothing = { records: [], count: 0 };
      // Rows of a sub-table are not searched: what is counted are records by a field of their own.
      const countable = counts !== false && !props.path.includes('.');
      const [found, same] = await Promise.all([
        isText(form) && isText(by) ? services.find(form, by, code) : nothing,
        countable ? services.find(null, props.path, code) : nothing,
      ]);
      const [first] = found.records;
      setKnown({ code, things: isText(form) ? { count: found.count, first } : null, same: same.count });
      if (found.count !== 1 || first === undefined) return;
      services.picked({ id: first.id, label: first.title, values: first.values });
      for (const [to, value] of filledBy(first, fill)) {
        try {
          props.onFill(to, value);
        } catch {
          // A field that this person may not change stays as it is.
        }
      }
    } catch {
      // A hint that does not come holds nobody up; the number itself is entered.
      setKnown(null);
    }
  };
  const shown = known !== null && known.code === asText(props.value).trim() ? known : null;
  const things = shown?.things ?? null;
  return (
    <div>
      <CodeInput {...props} entered={(code) => void lookUp(code)} />
      <p className={styles['soft']} role="status">
        {things !== null && (things.count === 0 ? t('scan.unknown') : things.count === 1 ? t('scan.found', { title: things.first?.title ?? '' }) : t('scan.many', { count: things.count }))}
        {shown !== null && shown.same > 0 && <> {t('scan.same', { count: shown.same })}</>}
      </p>
    </div>
  );
}

function Display({ value, compact }: DisplayProps) {
  return <span className={shared[compact === true ? 'line' : 'pre']}>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'serial', Input, Display, filter: 'text' });
