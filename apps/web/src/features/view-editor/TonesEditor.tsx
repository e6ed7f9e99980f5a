import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comparable, FilterEditor, isFilter, type Column } from '@/features/filters';
import type { Filter, Tone, ViewTone } from '@/generated/definition';
import { useText } from '@/i18n';
import styles from './view-editor.module.css';

const tones: readonly Tone[] = ['danger', 'warning', 'good', 'info', 'neutral'];
const wholeRow = '_row';

/** A colour on its way: without a condition it is not kept yet. */
interface Draft {
  when: Filter | null;
  tone: Tone;
  field: string | null;
}

function draftOf({ when, tone, field }: ViewTone): Draft {
  return { when, tone, field: field ?? null };
}

function written(drafts: readonly Draft[]): ViewTone[] {
  return drafts.flatMap(({ when, tone, field }) => (when === null ? [] : [{ when, tone, ...(field === null ? {} : { field }) }]));
}

interface TonesEditorProps {
  columns: readonly Column[];
  /** The columns of the view: only their cells can stand out alone. */
  shown: readonly string[];
  tones: readonly ViewTone[];
  onChange: (tones: ViewTone[]) => void;
}

/** What makes rows or cells stand out; of several that hold, the first one counts. */
export function TonesEditor({ columns, shown, tones: given, onChange }: TonesEditorProps) {
  const { t } = useTranslation();
  const text = useText();
  const [draft, setDraft] = useState<readonly Draft[]>(() => given.map(draftOf));
  const drafts = JSON.stringify(written(draft)) === JSON.stringify(written(given.map(draftOf))) ? draft : given.map(draftOf);
  const put = (next: readonly Draft[]): void => {
    setDraft(next);
    if (JSON.stringify(written(next)) !== JSON.stringify(written(drafts))) onChange(written(next));
  };
  const replace = (at: number, next: Draft): void => { put(drafts.map((one, index) => (index === at ? next : one))); };
  // A colour cannot depend on who took part.
  const asked = comparable(columns, t).filter((column) => column.filter !== 'involved');
  const places = [
    { value: wholeRow, label: t('view-editor.whole_row') },
    ...shown.map((id) => ({ value: id, label: text(columns.find((column) => column.id === id)?.label ?? id) })),
  ];
  return (
    <div className={styles['tones']}>
      {drafts.map((one, index) => (
        // Colours have no key of their own; their place is their rank.
        // eslint-disable-next-line react/no-array-index-key
        <section key={index} className={styles['tone']} aria-label={t('view-editor.tone_number', { number: index + 1 })}>
          <div className={styles['toneHead']}>
            <span className={styles['swatch']} data-tone={one.tone} aria-hidden />
            <Select aria-label={t('view-editor.tone')} value={one.tone} options={tones.map((tone) => ({ value: tone, label: t(`view-editor.tone_names.${tone}`) }))} onChange={(tone) => { replace(index, { ...one, tone }); }} />
            <Select aria-label={t('view-editor.tone_where')} value={one.field ?? wholeRow} options={places} showSearch={{ optionFilterProp: 'label' }} onChange={(place) => { replace(index, { ...one, field: place === wholeRow ? null : place }); }} />
            <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('view-editor.remove_tone', { number: index + 1 })} onClick={() => { put(drafts.filter((_, at) => at !== index)); }} />
          </div>
          <FilterEditor name={t('view-editor.tone_when', { number: index + 1 })} columns={asked} value={one.when} onChange={(when) => { replace(index, { ...one, when: isFilter(when) ? when : null }); }} />
        </section>
      ))}
      <div>
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { put([...drafts, { when: null, tone: 'warning', field: null }]); }}>
          {t('view-editor.add_tone')}
        </Button>
      </div>
    </div>
  );
}
