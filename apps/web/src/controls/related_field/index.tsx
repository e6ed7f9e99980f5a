import { isObject, textIn } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { defineControl, filterOf, type DisplayProps, type InputProps } from '../define';
import { controlOf } from '../registry';
import { Calculated } from '../shared/Calculated';
import { ReferencesShown } from '../shared/Reference';
import { asText } from '../shared/values';

/** The field as it is described where it stands. */
function there(field: FieldDescription): FieldDescription {
  const { settings } = field.about;
  return { ...field, kind: textIn(field.about, 'kind') ?? '', settings: isObject(settings) ? settings : {}, about: {} };
}

/** A value is drawn as it is drawn where it comes from. */
function Display(props: DisplayProps) {
  const other = there(props.field);
  const control = controlOf(other.kind);
  if (control !== undefined && other.kind !== 'related_field') return <control.Display {...props} field={other} />;
  if (props.field.target !== null) return <ReferencesShown {...props} />;
  return <span>{asText(props.value)}</span>;
}

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} field={props.field}>
      <Display field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

export const control = defineControl({
  kind: 'related_field',
  Input,
  Display,
  filter: (field) => (field.settings['store'] === 'snapshot' ? filterOf(controlOf(there(field).kind), there(field)) : 'none'),
});
