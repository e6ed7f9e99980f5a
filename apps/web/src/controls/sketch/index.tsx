import { HighlightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { paper } from '@/theme';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { FilesBox } from '../shared/files/FilesBox';
import { MarkedDisplay, MarkedFiles } from '../shared/files/MarkedFiles';
import { toFile } from '../shared/files/pictures';
import { useSending } from '../shared/files/useSending';

const [wide, high, step] = [1200, 900, 40];

/** The sheet that is drawn on; what is drawn lies over it as shapes. */
function sheet(kind: unknown): Promise<File> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext('2d');
  if (pen !== null) {
    pen.fillStyle = paper.sheet;
    pen.fillRect(0, 0, wide, high);
    pen.strokeStyle = paper.ruled;
    pen.beginPath();
    const [down, across] = [kind === 'blank' ? 0 : high, kind === 'blank' || kind === 'lined' ? 0 : wide];
    for (let y = step; y < down; y += step) {
      pen.moveTo(0, y);
      pen.lineTo(wide, y);
    }
    for (let x = step; x < across; x += step) {
      pen.moveTo(x, 0);
      pen.lineTo(x, high);
    }
    pen.stroke();
  }
  return toFile(canvas, 'sketch.png', 'image/png');
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const sending = useSending(props, { most: 1, megabytes: 2, longest: 0 });
  const own = props.disabled ? {} : { replace: sending.replace, remove: sending.remove };
  const begin = async (): Promise<void> => {
    await sending.send([await sheet(props.field.settings['paper'])]);
  };
  return (
    <FilesBox input={props} sending={sending} list={<MarkedFiles strokes files={sending.files} {...own} />}>
      <Button id={props.id} icon={<HighlightOutlined aria-hidden />} disabled={sending.share !== null} aria-describedby={props.describedBy} danger={props.invalid} onClick={() => void begin()}>
        {t('sign.begin_sketch')}
      </Button>
    </FilesBox>
  );
}

function Display(props: DisplayProps) {
  return <MarkedDisplay {...props} strokes />;
}

export const control = defineControl({ kind: 'sketch', Input, Display, filter: 'none', wide: true });
