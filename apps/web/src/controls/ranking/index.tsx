import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, HolderOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { chosenOf, useOffered } from '../shared/pick';
import styles from '../shared/pick.module.css';
import { settingNumber } from '../shared/values';

/** The list with one entry at another place. */
export function moved(order: readonly string[], id: string, to: number): readonly string[] {
  const rest = order.filter((one) => one !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

interface PlaceProps {
  name: string;
  place: number;
  last: number;
  disabled: boolean;
  /** Moves the entry to another place; out of the ranking without one. */
  move: (to: number | null) => void;
}

/** The place that lies below the pointer. */
function placeAt(x: number, y: number): number | null {
  const found = document.elementFromPoint(x, y)?.closest('[data-place]')?.getAttribute('data-place');
  return found === null || found === undefined ? null : Number(found);
}

/** An entry with its handle, which a finger, a mouse or the arrow keys move. */
function Place({ name, place, last, disabled, move }: PlaceProps) {
  const { t } = useTranslation();
  return (
    <li className={styles['place']} data-place={place}>
      <span className={styles['placeNumber']}>{place + 1}</span>
      <span className={styles['placeName']}>{name}</span>
      {!disabled && (
        <span>
          <button
            type="button"
            className={styles['handle']}
            aria-label={t('pick.drag', { name })}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={(event) => {
              if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
              const to = placeAt(event.clientX, event.clientY);
              if (to !== null && to !== place) move(to);
            }}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
              if (step === 0 || place + step < 0 || place + step > last) return;
              event.preventDefault();
              move(place + step);
            }}
          >
            <HolderOutlined aria-hidden />
          </button>
          <Button type="text" icon={<ArrowUpOutlined aria-hidden />} disabled={place === 0} aria-label={t('pick.up', { name })} onClick={() => { move(place - 1); }} />
          <Button type="text" icon={<ArrowDownOutlined aria-hidden />} disabled={place === last} aria-label={t('pick.down', { name })} onClick={() => { move(place + 1); }} />
          <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={t('pick.take_out', { name })} onClick={() => { move(null); }} />
        </span>
      )}
    </li>
  );
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const order = chosenOf(props.value);
  const options = useOffered(props.field, order);
  const top = settingNumber(props.field.settings, 'top') ?? options.length;
  const nameOf = (id: string): string => options.find((option) => option.value === id)?.label ?? id;
  const put = (next: readonly string[]): void => {
    props.onChange(next.length === 0 ? null : next);
  };
  const rest = options.filter((option) => !order.includes(option.value));
  return (
    <div id={props.id} className={styles['stack']} role="group" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      {order.length > 0 && (
        <ol className={styles['places']}>
          {order.map((id, place) => (
            <Place
              key={id}
              name={nameOf(id)}
              place={place}
              last={order.length - 1}
              disabled={props.disabled}
              move={(to) => {
                put(to === null ? order.filter((one) => one !== id) : moved(order, id, to));
              }}
            />
          ))}
        </ol>
      )}
      {!props.disabled && rest.length > 0 && order.length < top && (
        <div className={styles['row']} role="group" aria-label={t('pick.next_place', { number: order.length + 1 })}>
          {rest.map((option) => (
            <Button
              key={option.value}
              type="dashed"
              icon={<PlusOutlined aria-hidden />}
              onClick={() => {
                put([...order, option.value]);
              }}
            >
              {option.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function Display({ value, field, compact }: DisplayProps) {
  const text = useText();
  const names = chosenOf(value).map((id) => {
    const option = field.options.find((one) => one.id === id);
    return option === undefined ? id : text(option.label);
  });
  if (compact === true) return <span>{names.join(' › ')}</span>;
  return (
    <ol className={styles['places']}>
      {names.map((name, place) => (
        <li key={name}>
          {place + 1}. {name}
        </li>
      ))}
    </ol>
  );
}

export const control = defineControl({ kind: 'ranking', Input, Display, filter: 'choices', wide: true });
