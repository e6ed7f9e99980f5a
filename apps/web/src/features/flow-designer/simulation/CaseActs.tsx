import { Button, Collapse, Dropdown, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import type { OfferNow } from './answers';
import type { Cast } from './cast';
import styles from './simulation.module.css';

interface CaseActsProps {
  offers: readonly OfferNow[];
  name: (node: string) => string;
  cast: Cast;
  act: (step: Json) => void;
}

/** What ends a case or moves it where it was not meant to go. */
const heavy = new Set(['terminate', 'withdraw']);
/** What goes to a person who has to be chosen. */
const toSomebody = new Set(['add_row', 'reassign']);

/** What somebody may do with the case as a whole: the starter, whoever has decided, an administrator. */
export function CaseActs({ offers, name, cast, act }: CaseActsProps) {
  const { t } = useTranslation();
  const [by, setBy] = useState<string | null>(null);
  const able = [...new Set(offers.map((offer) => offer.by))];
  const who = able.find((one) => one === by) ?? able[0] ?? '';
  const own = offers.filter((offer) => offer.by === who);
  const step = ({ action, node, whose }: OfferNow, to?: string): void => {
    act({ do: 'manage', by: who, action, ...(node === null ? {} : { node }), ...(whose === null ? {} : { from: whose }), ...(to === undefined ? {} : { to }) });
  };
  const button = (offer: OfferNow) => {
    const { action, node, whose, to } = offer;
    const word = t(`act.${action}`);
    const at = node === null ? null : name(node);
    const place = at === null || whose === null ? at : t('act.step_of', { step: at, who: whose });
    const shown = place === null ? word : t('flow-designer.simulation.at_step', { action: word, step: place });
    const label = t('flow-designer.simulation.does_case', { who, action: shown });
    const people = cast.people.filter((one) => one.name !== whose).map((one) => ({ key: one.name, label: one.name }));
    const choices = toSomebody.has(action) ? people : to.map((one) => ({ key: one, label: name(one) }));
    const key = `${action}/${node ?? ''}/${whose ?? ''}`;
    if (choices.length === 0) return <Button key={key} size="small" danger={heavy.has(action)} aria-label={label} onClick={() => { step(offer); }}>{shown}</Button>;
    return (
      <Dropdown key={key} trigger={['click']} menu={{ items: choices, onClick: ({ key: chosen }) => { step(offer, chosen); } }}>
        <Button size="small" aria-label={label}>{shown}</Button>
      </Dropdown>
    );
  };
  const acts = (
    <div className={styles['setup']}>
      <Select aria-label={t('flow-designer.simulation.case_by')} value={who} options={able.map((one) => ({ value: one, label: one }))} onChange={setBy} />
      <div className={styles['buttons']} role="group" aria-label={t('flow-designer.simulation.case_acts_of', { who })}>{own.map(button)}</div>
    </div>
  );
  return <Collapse size="small" defaultActiveKey={['case']} items={[{ key: 'case', label: t('flow-designer.simulation.case_acts'), children: acts }]} />;
}
