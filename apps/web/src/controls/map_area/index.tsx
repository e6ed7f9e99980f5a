import { defineControl, type DisplayProps, type InputProps } from '../define';
import { WayDisplay, WayInput } from '../shared/place/Way';

function Input(props: InputProps) {
  return <WayInput {...props} closed={true} />;
}

function Display(props: DisplayProps) {
  return <WayDisplay {...props} closed={true} />;
}

export const control = defineControl({ kind: 'map_area', Input, Display, filter: 'none', wide: true });
