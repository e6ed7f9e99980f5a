import { defineControl, type DisplayProps, type InputProps } from '../define';
import { WayDisplay, WayInput } from '../shared/place/Way';

function Input(props: InputProps) {
  return <WayInput {...props} closed={false} />;
}

function Display(props: DisplayProps) {
  return <WayDisplay {...props} closed={false} />;
}

export const control = defineControl({ kind: 'map_track', Input, Display, filter: 'none', wide: true });
