import { CameraOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isText } from '@/api/narrow';
import { defineControl, type InputProps } from '../define';
import { FileList } from '../shared/files/FileList';
import { FilesBox, FilesDisplay, Pick } from '../shared/files/FilesBox';
import { limitsOf, useSending } from '../shared/files/useSending';
import { asTexts } from '../shared/values';

const acceptOf: Readonly<Record<string, string>> = {
  image: 'image/*',
  audio: 'audio/*',
  video: 'video/*',
  document: '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv',
};

function accepted(settings: Readonly<Record<string, unknown>>): string {
  const extensions = asTexts(settings['extensions']);
  if (extensions.length > 0) return extensions.map((ending) => `.${ending}`).join(',');
  return isText(settings['accept']) ? (acceptOf[settings['accept']] ?? '') : '';
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const sending = useSending(props, limitsOf(props, 9, 20));
  const image = props.field.settings['accept'] === 'image';
  return (
    <FilesBox input={props} sending={sending} list={<FileList files={sending.files} remove={props.disabled ? undefined : sending.remove} />}>
      <Pick input={props} sending={sending} accept={accepted(props.field.settings)}>
        <Button icon={image ? <CameraOutlined aria-hidden /> : <PaperClipOutlined aria-hidden />} disabled={sending.share !== null} aria-describedby={props.describedBy} danger={props.invalid}>
          {image ? t('upload.photo') : t('upload.file')}
        </Button>
      </Pick>
    </FilesBox>
  );
}

export const control = defineControl({ kind: 'upload', Input, Display: FilesDisplay, filter: 'none', wide: true });
