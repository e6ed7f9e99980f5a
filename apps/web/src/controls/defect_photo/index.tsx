import { CameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type InputProps } from '../define';
import { FilesBox, Pick } from '../shared/files/FilesBox';
import { MarkedDisplay, MarkedFiles } from '../shared/files/MarkedFiles';
import { limitsOf, useSending } from '../shared/files/useSending';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const sending = useSending(props, limitsOf(props, 9, 20));
  const own = props.disabled ? {} : { replace: sending.replace, remove: sending.remove };
  return (
    <FilesBox input={props} sending={sending} list={<MarkedFiles files={sending.files} {...own} />}>
      <Pick input={props} sending={sending} accept="image/png,image/jpeg,image/webp" camera={props.field.settings['camera'] !== false}>
        <Button icon={<CameraOutlined aria-hidden />} disabled={sending.share !== null} aria-describedby={props.describedBy} danger={props.invalid}>
          {t('upload.to_mark')}
        </Button>
      </Pick>
    </FilesBox>
  );
}

export const control = defineControl({ kind: 'defect_photo', Input, Display: MarkedDisplay, filter: 'none', wide: true });
