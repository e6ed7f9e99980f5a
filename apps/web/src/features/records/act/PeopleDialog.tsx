import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonPicker } from './PersonPicker';
import styles from './act.module.css';

/** What is done with other people: handed over, handed over for advice, or asked beside oneself. */
export type WithPeople = 'transfer' | 'delegate' | 'add_sign';

export const withPeople: readonly string[] = ['transfer', 'delegate', 'add_sign'] satisfies WithPeople[];

export interface People {
  to?: string;
  people?: string[];
  place?: string;
}

interface PeopleDialogProps {
  action: WithPeople;
  busy: boolean;
  act: (people: People) => void;
  close: () => void;
}

/** Whom; for people who are added, also where they decide. */
export function PeopleDialog({ action, busy, act, close }: PeopleDialogProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [place, setPlace] = useState('before');
  const adds = action === 'add_sign';
  const [first] = chosen;
  return (
    <Modal
      open
      title={t(`act.${action}`)}
      okText={t(`act.${action}`)}
      okButtonProps={{ disabled: first === undefined, loading: busy }}
      onOk={() => {
        if (first !== undefined) act(adds ? { people: [...chosen], place } : { to: first });
      }}
      onCancel={close}
    >
      <div className={styles['fields']}>
        <p className={styles['note']}>{t(`act.${action}_help`)}</p>
        <PersonPicker chosen={chosen} choose={setChosen} several={adds} />
        {adds && (
          <Radio.Group
            aria-label={t('act.place')}
            value={place}
            options={['before', 'beside', 'after'].map((one) => ({ value: one, label: t(`act.place_${one}`) }))}
            onChange={(event) => {
              setPlace(String(event.target.value));
            }}
          />
        )}
      </div>
    </Modal>
  );
}
