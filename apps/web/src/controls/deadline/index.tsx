import { DeadlineChip } from '@/components';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { Calculated } from '../shared/Calculated';
import { asText } from '../shared/values';

/** How long is left, live; the exact time on hover. */
function Display({ value, compact }: DisplayProps) {
  const { zone, place } = useFormServices();
  // On the page of a record it is known how long there was in all; a row of a list knows the deadline only.
  const since = compact === true ? undefined : asText(place?.values()['_created_at']);
  return <DeadlineChip due={asText(value)} since={since} zone={zone} />;
}

function Input(props: InputProps) {
  return (
    <Calculated id={props.id} field={props.field}>
      <Display field={props.field} value={props.value} names={{}} />
    </Calculated>
  );
}

export const control = defineControl({ kind: 'deadline', Input, Display, filter: 'none' });
