import { useTranslation } from 'react-i18next';
import { isObject, isText, numberIn } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { Coordinates, FindMe } from '../shared/place/coordinates';
import styles from '../shared/place/place.module.css';

function wordsOf(value: unknown): string {
  if (!isObject(value) || !isText(value['lat']) || !isText(value['lng'])) return '';
  const accuracy = numberIn(value, 'accuracy');
  return `${value['lat']}, ${value['lng']}${accuracy === undefined ? '' : ` (±${String(accuracy)} m)`}`;
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const words = wordsOf(props.value);
  const manual = props.field.settings['manual'] === true;
  const value = isObject(props.value) ? props.value : {};
  const [lat, lng] = [isText(value['lat']) ? value['lat'] : '', isText(value['lng']) ? value['lng'] : ''];
  return (
    <div className={styles['fields']} role="group" aria-labelledby={`${props.id}-label`}>
      <div>
        <FindMe input={props} id={props.id} label={t(words === '' ? 'place.locate' : 'place.again')} found={(fix) => { props.onChange({ ...fix, by: 'device' }); }} />
      </div>
      {manual && <Coordinates input={props} lat={lat} lng={lng} change={(north, east) => { props.onChange(north === '' ? null : { lat: north, lng: east, by: 'hand' }); }} />}
      {words !== '' && !(manual && value['by'] === 'hand') && <output>{words}</output>}
    </div>
  );
}

function Display({ value }: DisplayProps) {
  return <span>{wordsOf(value)}</span>;
}

export const control = defineControl({ kind: 'location', Input, Display, filter: 'none' });
