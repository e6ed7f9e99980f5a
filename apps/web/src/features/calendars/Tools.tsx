import { CopyOutlined, DownloadOutlined, ImportOutlined, LeftOutlined, RightOutlined } from '@ant-design/icons';
import { App, Button, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import { labelled } from '@/definition';
import { handOver } from '@/features/records';
import { useText } from '@/i18n';
import type { Day } from './answers';
import type { Change } from './CalendarDesigner';
import { ImportDialog } from './ImportDialog';
import { breaksOf, yearCopied } from './model/days';
import { asTable } from './model/lists';
import styles from './calendar.module.css';

interface ToolsProps {
  year: number;
  calendar: Json;
  layers: readonly Json[];
  days: ReadonlyMap<string, Day> | null;
  /** What a file is called. */
  name: string;
  onYear: (year: number) => void;
  change: Change;
}

/** Says the days of one year of another; nothing that is there is written over. */
function CopyDialog({ year, calendar, change, onYear, close }: ToolsProps & { close: () => void }) {
  const { t } = useTranslation();
  const [to, setTo] = useState(year + 1);
  const { calendar: next, copied, left } = yearCopied(calendar, year, to);
  const copy = (): void => {
    change(t('calendars.step.copy', { from: year, to }), next);
    onYear(to);
    close();
  };
  return (
    <Modal open title={t('calendars.copy_year')} okText={t('calendars.copy')} cancelText={t('action.cancel')} okButtonProps={{ disabled: copied === 0 || to === year }} onOk={copy} onCancel={close}>
      <div className={styles['copy']}>
        <label>
          <span>{t('calendars.copy_to', { year })}</span>
          <InputNumber aria-label={t('calendars.target_year')} min={1970} max={2099} precision={0} value={to} onChange={(next_year) => { setTo(next_year ?? year + 1); }} />
        </label>
        <p role="status">{t('calendars.copy_tells', { copied, left })}</p>
        <p className={styles['soft']}>{t('calendars.copy_help')}</p>
      </div>
    </Modal>
  );
}

/** What is done with a year as a whole. */
export function Tools(props: ToolsProps) {
  const { year, calendar, days, name, onYear } = props;
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const [open, setOpen] = useState<'copy' | 'import' | null>(null);
  const close = (): void => { setOpen(null); };
  const save = (): void => {
    const all = [...(days ?? new Map<string, Day>()).values()];
    const rows = all.flatMap((day) => {
      const own = day.kind === 'holiday' || day.kind === 'makeup' ? [{ date: day.date, name: text(day.label), kind: day.kind, hours: day.kind === 'makeup' ? day.hours : [] }] : [];
      return [...own, ...day.breaks.map((pause) => ({ date: day.date, name: text(pause.label), kind: 'break' as const, hours: [pause.hours] }))];
    });
    if (rows.length === 0) message.info(t('calendars.nothing_to_export', { year }));
    else handOver(new Blob([asTable(rows)], { type: 'text/csv;charset=utf-8' }), `${name}-${String(year)}.csv`);
  };
  const working = [...(days ?? new Map<string, Day>()).values()].filter((day) => day.hours.length > 0).length;
  const breaks = breaksOf(calendar).filter((one) => one.date.startsWith(String(year)));
  return (
    <>
      <div className={styles['tools']}>
        <div className={styles['years']}>
          <Button icon={<LeftOutlined aria-hidden />} aria-label={t('calendars.year_before')} onClick={() => { onYear(year - 1); }} />
          <h2>{t('calendars.year', { year })}</h2>
          <Button icon={<RightOutlined aria-hidden />} aria-label={t('calendars.year_after')} onClick={() => { onYear(year + 1); }} />
          {days !== null && <span className={styles['soft']}>{t('calendars.working_days', { count: working })}</span>}
        </div>
        <div className={styles['actions']}>
          <Button icon={<ImportOutlined aria-hidden />} onClick={() => { setOpen('import'); }}>{t('calendars.import')}</Button>
          <Button icon={<CopyOutlined aria-hidden />} onClick={() => { setOpen('copy'); }}>{t('calendars.copy_year')}</Button>
          <Button icon={<DownloadOutlined aria-hidden />} disabled={days === null} onClick={save}>{t('calendars.export')}</Button>
        </div>
      </div>
      <ul className={styles['legend']} aria-label={t('calendars.legend')}>
        {(['working', 'weekend', 'holiday', 'makeup'] as const).map((kind) => (
          <li key={kind} data-kind={kind}>{t(`calendars.kind.${kind}`)}</li>
        ))}
        <li data-own>{t('calendars.own')}</li>
        <li data-break>{t('calendars.with_break')}</li>
      </ul>
      {breaks.length > 0 && <p className={styles['soft']}>{t('calendars.breaks_of_year', { list: breaks.map((one) => `${one.date} ${text(labelled(one.label))}`).join('；') })}</p>}
      {open === 'copy' && <CopyDialog {...props} close={close} />}
      {open === 'import' && <ImportDialog {...props} close={close} />}
    </>
  );
}
