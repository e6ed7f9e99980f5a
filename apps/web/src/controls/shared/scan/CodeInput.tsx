import { CloseOutlined, PictureOutlined, ScanOutlined } from '@ant-design/icons';
import { App, Button, Input, Space, Upload } from 'antd';
import { lazy, Suspense, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { InputProps } from '../../define';
import { canRecord } from '../files/Camera';
import { asText, asTexts } from '../values';

const Scanner = lazy(async () => ({ default: (await import('./Scanner')).Scanner }));

/** The longest pause between two letters of a hand scanner, in milliseconds. */
const quick = 60;

/**
 * A code by camera, photo, hand scanner or, where it may be, by typing. A hand scanner types fast and ends with Enter; that never
 * submits the form.
 */
export function CodeInput(props: InputProps & { entered: (code: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [reading, setReading] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const typed = useRef({ letters: '', at: 0 });
  const formats = asTexts(props.field.settings['formats']);
  const manual = props.field.settings['manual'] !== false;
  const value = asText(props.value);
  const enter = (code: string): void => {
    setShown(null);
    props.onChange(code);
    props.entered(code);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (manual) enter(value);
      else if (typed.current.letters.length > 2) enter(typed.current.letters);
      typed.current = { letters: '', at: 0 };
      return;
    }
    if (manual || event.key.length !== 1 || event.ctrlKey || event.metaKey) return;
    const slow = event.timeStamp - typed.current.at > quick;
    typed.current = { letters: (slow ? '' : typed.current.letters) + event.key, at: event.timeStamp };
  };
  const read = async (photo: File): Promise<void> => {
    setReading(true);
    try {
      const { canvasOf, decoderOf } = await import('./decoder');
      const code = await (await decoderOf(formats))(await canvasOf(photo));
      if (code === null) message.warning(t('scan.none'));
      else enter(code);
    } catch {
      message.warning(t('scan.none'));
    } finally {
      setReading(false);
    }
  };
  return (
    <>
      <Space.Compact block>
        <Input
          id={props.id}
          value={shown ?? value}
          disabled={props.disabled}
          readOnly={!manual}
          inputMode={manual ? 'text' : 'none'}
          autoComplete="off"
          placeholder={manual ? text(props.field.placeholder) : t('scan.hand')}
          aria-invalid={props.invalid}
          aria-required={props.required}
          aria-describedby={props.describedBy}
          {...(props.invalid ? { status: 'error' as const } : {})}
          onKeyDown={keys}
          onChange={(event) => {
            if (!manual && event.target.value !== '') return;
            setShown(event.target.value);
            props.onChange(event.target.value);
          }}
          onBlur={() => {
            setShown(null);
            if (manual && value !== '') props.entered(value);
          }}
        />
        {/* What cannot be typed cannot be deleted by keys either. */}
        {!manual && !props.disabled && value !== '' && <Button icon={<CloseOutlined aria-hidden />} aria-label={t('action.clear')} title={t('action.clear')} onClick={() => { props.onChange(null); }} />}
        {canRecord() && <Button icon={<ScanOutlined aria-hidden />} disabled={props.disabled} aria-label={t('scan.camera')} title={t('scan.camera')} onClick={() => { setOpen(true); }} />}
        <Upload
          accept="image/*"
          capture="environment"
          showUploadList={false}
          disabled={props.disabled || reading}
          beforeUpload={(photo) => {
            void read(photo);
            return false;
          }}
        >
          <Button icon={<PictureOutlined aria-hidden />} loading={reading} disabled={props.disabled} aria-label={t('scan.photo')} title={t('scan.photo')} />
        </Upload>
      </Space.Compact>
      {open && (
        <Suspense fallback={null}>
          <Scanner formats={formats} found={(code) => { setOpen(false); enter(code); }} close={() => { setOpen(false); }} />
        </Suspense>
      )}
    </>
  );
}
