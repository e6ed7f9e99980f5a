import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { withKey } from '@/definition';
import { Panel, useSchema, type findingsOf } from '@/features/build';
import { Findings } from '@/features/packages';
import styles from './flow.module.css';

interface ClocksPanelProps {
  flow: Json;
  findings: ReturnType<typeof findingsOf>;
  change: (flow: Json) => void;
}

/** Deadlines over several steps, drawn from the schema of flows: they belong to the flow, not to one of its steps. */
export function ClocksPanel({ flow, findings, change }: ClocksPanelProps) {
  const { t } = useTranslation();
  const schema = useSchema('flow').data;
  const clocks = isObject(schema?.['properties']) ? schema['properties']['clocks'] : undefined;
  if (schema === undefined || clocks === undefined) return null;
  return (
    <section className={styles['people']} aria-label={t('flow-designer.clocks')}>
      <h3>{t('flow-designer.clocks')}</h3>
      <p className={styles['soft']}>{t('flow-designer.clocks_help')}</p>
      {findings.length > 0 && <Findings findings={findings} />}
      <Panel schema={{ type: 'object', properties: { clocks } }} root={schema} value={flow['clocks'] === undefined ? {} : { clocks: flow['clocks'] }} onChange={(next) => { change(withKey(flow, 'clocks', next['clocks'])); }} />
    </section>
  );
}
