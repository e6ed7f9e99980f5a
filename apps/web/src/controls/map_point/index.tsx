import { useTranslation } from 'react-i18next';
import { isObject, textIn } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import { basemapOf, Coordinates, FindMe, spotOf, textsOf } from '../shared/place/coordinates';
import { Plot } from '../shared/place/Plot';
import styles from '../shared/place/place.module.css';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const value = isObject(props.value) ? props.value : null;
  const name = textIn(value, 'name') ?? '';
  const spot = spotOf(value);
  const choose = (lat: string, lng: string): void => {
    props.onChange(lat === '' ? null : { lat, lng, ...(name === '' ? {} : { name }) });
  };
  return (
    <div className={styles['fields']} role="group" aria-labelledby={`${props.id}-label`}>
      <div className={styles['pair']}>
        <Coordinates input={props} id={props.id} lat={textIn(value, 'lat') ?? ''} lng={textIn(value, 'lng') ?? ''} change={choose} />
        <FindMe input={props} label={t('place.locate')} found={({ lat, lng }) => { choose(lat, lng); }} />
      </div>
      {value !== null && <ImeText {...props} id={`${props.id}-name`} value={name} label={t('place.name')} placeholder={t('place.name')} maxLength={100} onChange={(words) => { props.onChange({ ...value, name: words }); }} />}
      {props.compact !== true && (
        <Plot
          spots={spot === null ? [] : [spot]}
          shape="points"
          basemap={basemapOf(props.field.settings)}
          choose={props.disabled ? undefined : (at) => { const { lat, lng } = textsOf(at); choose(lat, lng); }}
        />
      )}
    </div>
  );
}

function Display({ value, field, compact }: DisplayProps) {
  const spot = spotOf(value);
  if (spot === null) return null;
  const [name, place] = [textIn(value, 'name'), `${textIn(value, 'lat') ?? ''}, ${textIn(value, 'lng') ?? ''}`];
  const words = name === undefined ? place : `${name} (${place})`;
  if (compact === true) return <span>{words}</span>;
  return (
    <div className={styles['fields']}>
      <span>{words}</span>
      <Plot spots={[spot]} shape="points" basemap={basemapOf(field.settings)} />
    </div>
  );
}

export const control = defineControl({ kind: 'map_point', Input, Display, filter: 'none', wide: true });
