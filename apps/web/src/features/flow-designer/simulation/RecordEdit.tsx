import { Button, Collapse, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import type { FieldDescription } from '@/engine';
import { useText } from '@/i18n';
import type { CaseNow } from './answers';
import type { Cast } from './cast';
import { ValueInputs } from './ValueInputs';
import styles from './simulation.module.css';

interface RecordEditProps {
  now: CaseNow;
  fields: readonly FieldDescription[];
  cast: Cast;
  act: (step: Json) => void;
}

/** What the record holds, and somebody who changes it beside the flow. */
export function RecordEdit({ now, fields, cast, act }: RecordEditProps) {
  const { t } = useTranslation();
  const text = useText();
  const [by, setBy] = useState<string | null>(null);
  const [values, setValues] = useState<Json>({});
  const who = by ?? cast.people[0]?.name ?? '';
  const change = (): void => {
    act({ do: 'update', by: who, values });
    setValues({});
  };
  const shown = (
    <dl className={styles['facts']}>
      {now.values.map((value) => <div key={value.field}><dt>{text(value.label)}</dt><dd>{text(value.now)}</dd></div>)}
    </dl>
  );
  const edit = (
    <div className={styles['setup']}>
      <Select aria-label={t('flow-designer.simulation.changed_by')} value={who} options={cast.people.map(({ name }) => ({ value: name, label: name }))} onChange={setBy} />
      <ValueInputs fields={fields} prefix={`${t('flow-designer.simulation.change')} `} must={new Set()} cast={cast} values={values} onChange={setValues} />
      <Button size="small" disabled={Object.keys(values).length === 0} onClick={change}>{t('flow-designer.simulation.change')}</Button>
    </div>
  );
  return <Collapse size="small" items={[{ key: 'record', label: t('flow-designer.simulation.record_now'), children: shown }, { key: 'edit', label: t('flow-designer.simulation.change'), children: edit }]} />;
}
