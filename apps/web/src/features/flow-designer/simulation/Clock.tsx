import { FieldTimeOutlined, FastForwardOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import type { Simulation } from './answers';
import styles from './simulation.module.css';

const minutesOf = { minutes: 1, hours: 60, days: 1440 } as const;
const units = ['minutes', 'hours', 'days'] as const;
type Unit = (typeof units)[number];

/** The virtual clock: what time it is, and how time passes. */
export function Clock({ now, next, wait }: { now: string; next: Simulation['next']; wait: (minutes: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [amount, setAmount] = useState(1);
  const [unit, setUnit] = useState<Unit>('hours');
  return (
    <div className={styles['clock']}>
      <span role="status" aria-label={t('flow-designer.simulation.clock')}><FieldTimeOutlined aria-hidden /> <strong>{format.moment(now)}</strong></span>
      <Button size="small" icon={<FastForwardOutlined aria-hidden />} disabled={next === null} title={next === null ? t('flow-designer.simulation.no_timer') : format.moment(next.at)} onClick={() => { if (next !== null) wait(Math.max(1, next.minutes)); }}>{t('flow-designer.simulation.next_event')}</Button>
      <Space.Compact size="small">
        <InputNumber aria-label={t('flow-designer.simulation.how_long')} min={1} max={10_000} precision={0} value={amount} onChange={(entered) => { setAmount(entered ?? 1); }} />
        <Select aria-label={t('flow-designer.simulation.unit')} value={unit} options={units.map((value) => ({ value, label: t(`build.values.${value}`) }))} onChange={setUnit} />
        <Button onClick={() => { wait(amount * minutesOf[unit]); }}>{t('flow-designer.simulation.pass')}</Button>
      </Space.Compact>
    </div>
  );
}
