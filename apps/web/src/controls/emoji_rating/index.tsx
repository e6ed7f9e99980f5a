import { useTranslation } from 'react-i18next';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { Mood } from '../shared/Mood';
import { StepRow } from '../shared/StepRow';
import styles from '../shared/shared.module.css';
import { asText, settingNumber } from '../shared/values';

/** Five faces from angry to glad; fewer take some of them, the same as the engine does. */
const names = ['input.mood.1', 'input.mood.2', 'input.mood.3', 'input.mood.4', 'input.mood.5'] as const;
const shown: Readonly<Record<number, readonly number[]>> = { 2: [1, 3], 3: [1, 2, 3], 4: [0, 1, 3, 4], 5: [0, 1, 2, 3, 4] };

function useMoods(settings: Readonly<Record<string, unknown>>): readonly { value: number; name: string; at: number }[] {
  const { t } = useTranslation();
  const text = useText();
  const { texts } = settings;
  const own = Array.isArray(texts) ? texts.map((one: unknown) => text(readLabel(one))) : [];
  const taken = shown[settingNumber(settings, 'faces') ?? 5] ?? [];
  return taken.map((at, index) => ({ value: index + 1, name: own[index] ?? t(names[at] ?? names[2]), at }));
}

function Input(props: InputProps) {
  const moods = useMoods(props.field.settings);
  const chosen = moods.find(({ value }) => String(value) === asText(props.value));
  return (
    <div className={styles['moods']}>
      <StepRow {...props} look="face" steps={moods.map(({ value, name, at }) => ({ value, name, face: <Mood at={at} /> }))} />
      <span className={styles['faint']} aria-hidden="true">
        {chosen?.name}
      </span>
    </div>
  );
}

function Display({ value, field }: DisplayProps) {
  const mood = useMoods(field.settings).find((one) => String(one.value) === asText(value));
  if (mood === undefined) return <span>{asText(value)}</span>;
  return (
    <span className={styles['withSpot']}>
      <Mood at={mood.at} />
      {mood.name}
    </span>
  );
}

export const control = defineControl({ kind: 'emoji_rating', Input, Display, filter: 'number' });
