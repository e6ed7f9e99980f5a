import { useFormat } from '@/i18n/format';
import type { DisplayProps } from '../define';
import { useFormServices } from '../services';
import { asText } from './values';

/** A moment in the zone of the app; in a list as people say it. */
export function MomentShown({ value, compact }: DisplayProps) {
  const { zone } = useFormServices();
  const format = useFormat(zone);
  const moment = asText(value);
  if (moment === '') return null;
  return <span title={format.moment(moment)}>{compact === true ? format.ago(moment) : format.moment(moment)}</span>;
}
