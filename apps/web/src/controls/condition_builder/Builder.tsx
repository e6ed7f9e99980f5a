import { useState } from 'react';
import { useText } from '@/i18n';
import type { InputProps } from '../define';
import { columnsOf, GroupBox, readGroup, same, writeGroup, type Group } from './Conditions';

/** What is being put together stands here; the form gets what is said to the end. */
export default function Builder(props: InputProps) {
  const text = useText();
  const [draft, setDraft] = useState<Group>(() => readGroup(props.value));
  // A value that came from elsewhere replaces what stands here.
  const group = same(writeGroup(draft), props.value) || props.value === undefined ? draft : readGroup(props.value);
  return (
    <div id={props.id} aria-describedby={props.describedBy} role="group" aria-labelledby={`${props.id}-label`}>
      <GroupBox
        columns={columnsOf(props.field)}
        group={group}
        depth={0}
        disabled={props.disabled}
        label={text(props.field.label)}
        put={(next) => {
          setDraft(next);
          props.onChange(writeGroup(next));
        }}
      />
    </div>
  );
}
