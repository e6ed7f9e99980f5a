import { CameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type InputProps } from '../define';
import { FileList } from '../shared/files/FileList';
import { FilesBox, FilesDisplay, Pick } from '../shared/files/FilesBox';
import { limitsOf, useSending } from '../shared/files/useSending';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const sending = useSending(props, limitsOf(props, 9, 20, 2560));
  return (
    <FilesBox input={props} sending={sending} list={<FileList files={sending.files} remove={props.disabled ? undefined : sending.remove} />}>
      <Pick input={props} sending={sending} accept="image/*" camera={props.field.settings['camera'] === true}>
        <Button icon={<CameraOutlined aria-hidden />} disabled={sending.share !== null} aria-describedby={props.describedBy} danger={props.invalid}>
          {t('upload.photo')}
        </Button>
      </Pick>
    </FilesBox>
  );
}

export const control = defineControl({ kind: 'photo', Input, Display: FilesDisplay, filter: 'none', wide: true });
