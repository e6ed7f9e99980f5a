import { EnvironmentOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText } from '@/api/narrow';
import type { InputProps } from '../../define';
import { locate, type Fix } from './locate';
import type { Spot } from './mercator';
import styles from './place.module.css';

/** Whether two texts are a place on earth. */
export function isPlace(lat: string, lng: string): boolean {
  const plain = /^-?\d{1,3}(\.\d{1,12})?$/;
  return plain.test(lat) && plain.test(lng) && Math.abs(Number(lat)) <= 90 && Math.abs(Number(lng)) <= 180;
}

export function spotOf(value: unknown): Spot | null {
  if (!isObject(value) || !isText(value['lat']) || !isText(value['lng'])) return null;
  return { lat: Number(value['lat']), lng: Number(value['lng']) };
}

export function textsOf(spot: Spot): { lat: string; lng: string } {
  return { lat: spot.lat.toFixed(6), lng: spot.lng.toFixed(6) };
}

/** The address of tiles; only those of this server are asked. */
export function basemapOf(settings: Readonly<Record<string, unknown>>): string {
  const { basemap } = settings;
  return isText(basemap) && /^\/(?!\/)/.test(basemap) ? basemap : '';
}

interface CoordinatesProps {
  input: InputProps;
  lat: string;
  lng: string;
  /** The id of the first input: the label of the field belongs to it. */
  id?: string;
  change: (lat: string, lng: string) => void;
}

/** Two coordinates to type; they are handed on when both make a place. */
export function Coordinates({ input, lat, lng, id, change }: CoordinatesProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<{ lat: string; lng: string } | null>(null);
  const shown = typed ?? { lat, lng };
  const type = (part: Partial<typeof shown>): void => {
    const next = { ...shown, ...part };
    // Two coordinates with a comma between them, as other maps copy them.
    const [first = '', second] = next.lat.split(/[,\uff0c\s]+/);
    const read = second === undefined || second === '' ? next : { lat: first, lng: second };
    if (isPlace(read.lat, read.lng)) {
      setTyped(null);
      change(read.lat, read.lng);
    } else if (read.lat === '' && read.lng === '') {
      setTyped(null);
      change('', '');
    } else setTyped(read);
  };
  const wrong = typed !== null || input.invalid;
  return (
    <div className={styles['pair']}>
      {(['lat', 'lng'] as const).map((part) => (
        <Input
          key={part}
          {...(part === 'lat' && id !== undefined ? { id } : {})}
          value={shown[part]}
          inputMode="decimal"
          disabled={input.disabled}
          placeholder={t(`place.${part}`)}
          aria-label={t(`place.${part}`)}
          aria-invalid={wrong}
          aria-describedby={input.describedBy}
          {...(wrong ? { status: 'error' as const } : {})}
          onChange={(event) => { type({ [part]: event.target.value.trim() }); }}
        />
      ))}
    </div>
  );
}

const faults = ['refused', 'not_found', 'not_here'] as const;

interface FindMeProps {
  input: InputProps;
  id?: string;
  label: string;
  found: (fix: Fix) => void;
}

/** Asks the device where it is. */
export function FindMe({ input, id, label, found }: FindMeProps) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'asking' | (typeof faults)[number]>('idle');
  const ask = async (): Promise<void> => {
    setState('asking');
    try {
      found(await locate());
      setState('idle');
    } catch (error) {
      setState(faults.find((fault) => error instanceof Error && error.message === fault) ?? 'not_found');
    }
  };
  return (
    <>
      <Button {...(id === undefined ? {} : { id })} icon={<EnvironmentOutlined aria-hidden />} loading={state === 'asking'} disabled={input.disabled} danger={input.invalid} aria-describedby={input.describedBy} onClick={() => void ask()}>
        {label}
      </Button>
      {state !== 'idle' && state !== 'asking' && <p className={styles['fault']} role="alert">{t(`place.${state}`)}</p>}
    </>
  );
}
