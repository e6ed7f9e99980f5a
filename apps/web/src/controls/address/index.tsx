import { App, Button, Input as TextInput } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText, textIn } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { RegionPicker, useRegions } from '../shared/regions/RegionPicker';
import { keptOf, pathTo, recognise } from '../shared/regions/tree';
import { ImeText } from '../shared/ImeText';
import styles from '../shared/place/place.module.css';

/** The parts that say something; none when nothing does. */
function kept(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const parts = Object.fromEntries(Object.entries(value).filter(([, part]) => isText(part) && part !== ''));
  return Object.keys(parts).length === 0 ? null : parts;
}

function wordsOf(value: unknown): string {
  if (!isObject(value)) return '';
  const part = (key: string): string => textIn(value, key) ?? '';
  return [part('province') + part('city') + part('district'), part('detail'), part('postcode')].filter((words) => words !== '').join(' ');
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { data: tree } = useRegions();
  const [pasted, setPasted] = useState('');
  const value = isObject(props.value) ? props.value : {};
  const { level, postcode } = props.field.settings;
  const change = (part: Readonly<Record<string, unknown>>): void => { props.onChange(kept({ ...value, ...part })); };
  const setRegion = (region: Record<string, string> | null): void => {
    const { detail, postcode: digits } = value;
    props.onChange(kept({ ...region, detail, postcode: digits }));
  };
  const takeApart = (text: string): void => {
    const found = tree === undefined ? null : recognise(text, tree);
    if (found === null) {
      message.warning(t('place.not_recognised'));
      return;
    }
    const path = level === 'province' ? found.path.slice(0, 1) : found.path;
    const deepest = path.at(-1);
    props.onChange(kept({ ...(deepest === undefined ? {} : keptOf(pathTo(tree ?? [], deepest.code))), detail: found.detail, ...(postcode === true ? { postcode: found.postcode } : {}) }));
    setPasted('');
  };
  return (
    <div className={styles['fields']} role="group" aria-labelledby={`${props.id}-label`}>
      {!props.disabled && props.compact !== true && (
        <div className={styles['pair']}>
          <TextInput
            value={pasted}
            placeholder={t('place.paste')}
            aria-label={t('place.paste')}
            onChange={(event) => { setPasted(event.target.value); }}
            onPaste={(event) => {
              event.preventDefault();
              const text = event.clipboardData.getData('text');
              setPasted(text);
              takeApart(text);
            }}
          />
          <Button disabled={pasted.trim() === ''} onClick={() => { takeApart(pasted); }}>{t('place.recognise')}</Button>
        </div>
      )}
      <RegionPicker input={props} id={props.id} label={t('place.region')} code={textIn(value, 'code') ?? ''} level={isText(level) ? level : 'district'} anyLevel={false} choose={setRegion} />
      <ImeText {...props} id={`${props.id}-detail`} rows={1} value={textIn(value, 'detail') ?? ''} label={t('place.detail')} placeholder={t('place.detail')} maxLength={200} onChange={(detail) => { change({ detail }); }} />
      {postcode === true && <ImeText {...props} id={`${props.id}-postcode`} inputMode="tel" value={textIn(value, 'postcode') ?? ''} label={t('place.postcode')} placeholder={t('place.postcode')} maxLength={6} onChange={(digits) => { change({ postcode: digits }); }} />}
    </div>
  );
}

function Display({ value }: DisplayProps) {
  return <span lang="zh-CN">{wordsOf(value)}</span>;
}

export const control = defineControl({ kind: 'address', Input, Display, filter: 'none', wide: true });
