import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText, listIn, numberIn } from '@/api/narrow';
import { useFormat } from '@/i18n/format';
import type { DisplayProps, InputProps } from '../../define';
import { basemapOf, Coordinates, FindMe, isPlace, textsOf } from './coordinates';
import { Plot } from './Plot';
import styles from './place.module.css';

type Point = readonly [string, string];

function pointsOf(value: unknown): readonly Point[] {
  return listIn(value, 'points').flatMap((point): readonly Point[] => {
    if (!Array.isArray(point)) return [];
    const [lat, lng]: readonly unknown[] = point;
    return isText(lat) && isText(lng) ? [[lat, lng]] : [];
  });
}

function useMeasure(): (value: unknown) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (value) => {
    const [length, area] = [numberIn(value, 'length'), numberIn(value, 'area')];
    const parts = [
      t('place.points', { count: pointsOf(value).length }),
      ...(length === undefined ? [] : [t('place.metres', { metres: format.number(length) })]),
      ...(area === undefined ? [] : [t('place.square_metres', { metres: format.number(area) })]),
    ];
    return parts.join(' · ');
  };
}

/** Places one after the other: typed, where the person stands, or chosen on the plot. Length and area are the engine's. */
export function WayInput({ closed, ...props }: InputProps & { closed: boolean }) {
  const { t } = useTranslation();
  const measure = useMeasure();
  const points = pointsOf(props.value);
  const [next, setNext] = useState<Point>(['', '']);
  const keep = (all: readonly Point[]): void => { props.onChange(all.length === 0 ? null : { points: all }); };
  const add = (lat: string, lng: string): void => {
    keep([...points, [lat, lng]]);
    setNext(['', '']);
  };
  return (
    <div className={styles['fields']} role="group" aria-labelledby={`${props.id}-label`}>
      {!props.disabled && (
        <div className={styles['pair']}>
          <Coordinates key={points.length} input={{ ...props, invalid: false }} id={props.id} lat={next[0]} lng={next[1]} change={(lat, lng) => { setNext([lat, lng]); }} />
          <Button disabled={!isPlace(...next)} onClick={() => { add(...next); }}>{t('place.add_point')}</Button>
          <FindMe input={props} label={t('place.add_here')} found={({ lat, lng }) => { add(lat, lng); }} />
        </div>
      )}
      {points.length > 0 && (
        <>
          <ol className={styles['points']}>
            {points.map((point, index) => (
              <li key={index}>
                {point.join(', ')}
                {!props.disabled && <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('place.remove_point', { number: index + 1 })} onClick={() => { keep(points.filter((_, at) => at !== index)); }} />}
              </li>
            ))}
          </ol>
          <output className={styles['soft']}>{measure(props.value)}</output>
        </>
      )}
      <Plot
        spots={points.map(([lat, lng]) => ({ lat: Number(lat), lng: Number(lng) }))}
        shape={closed ? 'border' : 'way'}
        basemap={basemapOf(props.field.settings)}
        choose={props.disabled ? undefined : (spot) => { const { lat, lng } = textsOf(spot); add(lat, lng); }}
      />
    </div>
  );
}

export function WayDisplay({ value, field, compact, closed }: DisplayProps & { closed: boolean }) {
  const measure = useMeasure();
  const points = pointsOf(value);
  if (!isObject(value) || points.length === 0) return null;
  if (compact === true) return <span>{measure(value)}</span>;
  return (
    <div className={styles['fields']}>
      <span>{measure(value)}</span>
      <Plot spots={points.map(([lat, lng]) => ({ lat: Number(lat), lng: Number(lng) }))} shape={closed ? 'border' : 'way'} basemap={basemapOf(field.settings)} />
    </div>
  );
}
