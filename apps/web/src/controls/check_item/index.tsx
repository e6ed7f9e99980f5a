import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject } from '@/api/narrow';
import type { FieldDescription, Tone } from '@/engine';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { controlOf } from '../registry';
import { ImeText } from '../shared/ImeText';
import { OptionTag } from '../shared/OptionTag';
import styles from '../shared/pick.module.css';
import { asFiles, asText, settingNumber } from '../shared/values';

const tones: Readonly<Record<string, Tone>> = { yes: 'good', no: 'danger', na: 'neutral' };

interface Parts {
  answer: string;
  note: string;
  photos: unknown;
}

function partsOf(value: unknown): Parts {
  if (!isObject(value)) return { answer: asText(value), note: '', photos: null };
  return { answer: asText(value['answer']), note: asText(value['note']), photos: value['photos'] ?? null };
}

function useWords(field: FieldDescription): (answer: string) => string {
  const { t } = useTranslation();
  const text = useText();
  return (answer) => {
    const own = text(readLabel(field.settings[`${answer}_word`]));
    return own === '' ? t(`pick.check.${answer}`) : own;
  };
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const words = useWords(props.field);
  const { settings } = props.field;
  const { answer, note, photos } = partsOf(props.value);
  const answers = ['yes', 'no', ...(settings['na'] !== false || answer === 'na' ? ['na'] : [])];
  const put = (changed: Partial<Parts>): void => {
    const next = { answer, note, photos, ...changed };
    const parts = Object.entries(next).filter(([, part]) => part !== null && part !== '');
    props.onChange(parts.length === 0 ? null : Object.fromEntries(parts));
  };
  const upload = controlOf('upload');
  const most = settingNumber(settings, 'max_photos') ?? 3;
  const details = answer === 'no' || note !== '' || photos !== null;
  return (
    <div className={styles['stack']} role="group" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      <Radio.Group
        id={props.id}
        optionType="button"
        buttonStyle="solid"
        aria-labelledby={`${props.id}-label`}
        disabled={props.disabled}
        options={answers.map((one) => ({ value: one, label: words(one) }))}
        value={answer === '' ? null : answer}
        onChange={(event) => {
          put({ answer: String(event.target.value) });
        }}
      />
      {details && (
        <ImeText
          {...props}
          id={`${props.id}-note`}
          label={t('pick.check.note')}
          value={note}
          rows={2}
          maxLength={1000}
          placeholder={settings['note_when_no'] === true ? t('pick.check.why') : t('pick.check.note')}
          required={settings['note_when_no'] === true && answer === 'no'}
          invalid={props.invalid && note === '' && settings['note_when_no'] === true}
          onChange={(typed) => {
            put({ note: asText(typed) });
          }}
        />
      )}
      {details && most > 0 && upload !== undefined && (
        <upload.Input
          {...props}
          id={`${props.id}-photos`}
          field={{ ...props.field, settings: { accept: 'image', max_count: most, max_mb: settings['max_mb'] ?? 20 } }}
          value={photos}
          invalid={props.invalid && asFiles(photos).length === 0 && settings['photo_when_no'] === true}
          onChange={(files) => {
            put({ photos: files });
          }}
        />
      )}
    </div>
  );
}

function Display(props: DisplayProps) {
  const words = useWords(props.field);
  const { answer, note, photos } = partsOf(props.value);
  const upload = controlOf('upload');
  if (answer === '') return null;
  const tag = <OptionTag label={words(answer)} tone={tones[answer] ?? 'neutral'} />;
  if (props.compact === true) return tag;
  return (
    <div className={styles['stack']}>
      <span className={styles['row']}>
        {tag}
        {note !== '' && <span>{note}</span>}
      </span>
      {asFiles(photos).length > 0 && upload !== undefined && <upload.Display {...props} value={photos} />}
    </div>
  );
}

export const control = defineControl({ kind: 'check_item', Input, Display, filter: 'none', wide: true });
