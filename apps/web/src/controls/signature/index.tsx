import { EditOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button, Modal, Skeleton } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { inks } from '../shared/files/marks';
import { FilesBox, Pick } from '../shared/files/FilesBox';
import { MarkedDisplay, MarkedFiles } from '../shared/files/MarkedFiles';
import { useSending } from '../shared/files/useSending';

const Pad = lazy(async () => ({ default: (await import('./Pad')).Pad }));

function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  const sending = useSending(props, { most: 1, megabytes: 2, longest: 0 });
  const label = text(props.field.label);
  const colour = inks.find((name) => name === props.field.settings['pen']) ?? 'black';
  return (
    <FilesBox input={props} sending={sending} list={<MarkedFiles strokes files={sending.files} {...(props.disabled ? {} : { remove: sending.remove })} />}>
      <Button icon={<EditOutlined aria-hidden />} disabled={sending.share !== null} aria-describedby={props.describedBy} danger={props.invalid} onClick={() => { setOpen(true); }}>
        {t('sign.sign')}
      </Button>
      <Pick input={props} sending={sending} accept="image/png,image/jpeg">
        <Button icon={<PaperClipOutlined aria-hidden />} disabled={sending.share !== null}>{t('sign.choose')}</Button>
      </Pick>
      <Modal open={open} title={label} footer={null} onCancel={() => { setOpen(false); }} width={narrow ? '100%' : 'min(96vw, 48em)'} destroyOnHidden>
        <Suspense fallback={<Skeleton active />}>
          <Pad colour={colour} label={label} done={(file) => { setOpen(false); void sending.send([file]); }} />
        </Suspense>
      </Modal>
    </FilesBox>
  );
}

function Display(props: DisplayProps) {
  return <MarkedDisplay {...props} strokes />;
}

export const control = defineControl({ kind: 'signature', Input, Display, filter: 'none' });
