import { Button, Popover, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './simulation.module.css';

/** Where people who are added decide. */
const places = ['before', 'beside', 'after'] as const;
type SignerPlace = (typeof places)[number];

interface AddSignersProps {
  label: string;
  /** Who can be added. */
  others: readonly string[];
  add: (people: readonly string[], place: SignerPlace) => void;
}

/** Asks more people at a step: whom, and whether before, beside or after its holder. */
export function AddSigners({ label, others, add }: AddSignersProps) {
  const { t } = useTranslation();
  const [people, setPeople] = useState<readonly string[]>([]);
  const [place, setPlace] = useState<SignerPlace>('before');
  const asked = (
    <div className={styles['setup']} role="group" aria-label={label}>
      <Select mode="multiple" className={styles['wide'] ?? ''} aria-label={t('act.to_whom')} placeholder={t('act.to_whom')} value={[...people]} options={others.map((one) => ({ value: one, label: one }))} onChange={setPeople} />
      <Radio.Group aria-label={t('act.place')} value={place} options={places.map((one) => ({ value: one, label: t(`act.place_${one}`) }))} onChange={(event) => { setPlace(places.find((one) => one === event.target.value) ?? 'before'); }} />
      <Button size="small" type="primary" disabled={people.length === 0} onClick={() => { add(people, place); }}>{t('flow-designer.simulation.add_sign')}</Button>
    </div>
  );
  return (
    <Popover trigger="click" content={asked} placement="bottomLeft">
      <Button size="small" aria-label={label}>{t('act.add_sign')}</Button>
    </Popover>
  );
}
