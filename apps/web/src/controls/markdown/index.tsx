import { Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

const Rendered = lazy(() => import('./Rendered'));

function Set({ text }: { text: string }) {
  return (
    <Suspense fallback={<span className={styles['pre']}>{text}</span>}>
      <Rendered text={text} />
    </Suspense>
  );
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const [face, setFace] = useState<'write' | 'preview'>('write');
  const input = (
    <ImeText
      {...props}
      rows={settingNumber(props.field.settings, 'rows') ?? 6}
      placeholder={text(props.field.placeholder)}
      maxLength={settingNumber(props.field.settings, 'max_length')}
    />
  );
  if (props.compact === true) return input;
  return (
    <div className={styles['stack']}>
      <Segmented
        size="small"
        aria-label={t('input.face')}
        value={face}
        options={[
          { value: 'write', label: t('input.write') },
          { value: 'preview', label: t('input.preview') },
        ]}
        onChange={setFace}
      />
      {face === 'write' ? input : <Set text={asText(props.value)} />}
    </div>
  );
}

function Display({ value, compact }: DisplayProps) {
  const text = asText(value);
  if (text === '') return null;
  return compact === true ? <span className={styles['line']}>{text}</span> : <Set text={text} />;
}

export const control = defineControl({ kind: 'markdown', Input, Display, filter: 'text', wide: true });
