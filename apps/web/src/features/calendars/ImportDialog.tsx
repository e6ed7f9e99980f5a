import { UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Checkbox, Input, Modal, Upload } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { useSettled } from '@/components';
import { labelled, withKey } from '@/definition';
import { useText } from '@/i18n';
import type { Change } from './CalendarDesigner';
import type { Mark } from './model/days';
import { knownUntil, weigh } from './model/importing';
import { readList, textOfBytes } from './model/lists';
import styles from './calendar.module.css';

/** So many changes are listed; the number tells the rest. */
const MOST = 200;

interface ImportProps {
  calendar: Json;
  layers: readonly Json[];
  change: Change;
  onYear: (year: number) => void;
  close: () => void;
}

/** A list of holidays, pasted or from a file: what it would change is seen before it is taken over. */
export function ImportDialog({ calendar, layers, change, onYear, close }: ImportProps) {
  const { t } = useTranslation();
  const text = useText();
  const [typed, setTyped] = useState('');
  const [whole, setWhole] = useState(false);
  const [known, setKnown] = useState(true);
  const list = useSettled(typed, 200);
  const { entries, faults } = useMemo(() => readList(list), [list]);
  const plan = useMemo(() => weigh(calendar, entries, layers, whole), [calendar, entries, layers, whole]);
  const until = knownUntil(entries);
  const later = until !== null && until > (textIn(calendar, 'known_until') ?? '');
  const count = plan.changes.length + plan.breaks.length;
  const said = (mark: Mark): string => {
    if (mark === null) return t('calendars.make.usual');
    const hours = mark.kind === 'makeup' ? mark.hours : [];
    return [t(`calendars.make.${mark.kind}`), mark.kind === 'ordinary' ? '' : text(labelled(mark.label)), ...hours].filter((part) => part !== '').join(' ');
  };
  const take = (): void => {
    const next = known && later && until !== null ? withKey(plan.calendar, 'known_until', until) : plan.calendar;
    change(t('calendars.step.import', { count }), next);
    const first = plan.changes[0]?.date ?? plan.breaks[0]?.date;
    if (first !== undefined) onYear(Number(first.slice(0, 4)));
    close();
  };
  const read = async (file: File): Promise<void> => { setTyped(textOfBytes(await file.arrayBuffer())); };
  return (
    <Modal open width={720} title={t('calendars.import')} okText={t('calendars.take', { count })} cancelText={t('action.cancel')} okButtonProps={{ disabled: count === 0 }} onOk={take} onCancel={close}>
      <div className={styles['import']}>
        <p className={styles['soft']}>{t('calendars.import_help')}</p>
        <Upload
          accept=".csv,.txt,.tsv,.ics,.json"
          showUploadList={false}
          beforeUpload={(file) => {
            void read(file);
            return false;
          }}
        >
          <Button icon={<UploadOutlined aria-hidden />}>{t('calendars.choose_file')}</Button>
        </Upload>
        <Input.TextArea aria-label={t('calendars.list')} rows={6} placeholder={t('calendars.list_example')} value={typed} onChange={(event) => { setTyped(event.target.value); }} />
        {faults.length > 0 && (
          <Alert
            type="warning"
            title={t('calendars.faults', { count: faults.length })}
            description={
              <ul className={styles['faults']} aria-label={t('calendars.fault_lines')}>
                {faults.slice(0, MOST).map((fault, index) => (
                  // Two lines may have the same fault; their place is their name.
                  // eslint-disable-next-line react/no-array-index-key
                  <li key={index}>{t('calendars.fault_line', { line: fault.line, why: t(`calendars.fault.${fault.word}`), text: fault.text })}</li>
                ))}
              </ul>
            }
          />
        )}
        {entries.length > 0 && (
          <>
            <Checkbox checked={whole} onChange={(event) => { setWhole(event.target.checked); }}>{t('calendars.whole_year')}</Checkbox>
            {later && <Checkbox checked={known} onChange={(event) => { setKnown(event.target.checked); }}>{t('calendars.known_by_list', { until })}</Checkbox>}
            <p role="status">{t('calendars.import_tells', { count, same: plan.same })}</p>
            <div className={styles['changes']}>
              <table aria-label={t('calendars.import_changes')}>
                <thead>
                  <tr>
                    <th scope="col">{t('calendars.date')}</th>
                    <th scope="col">{t('calendars.now')}</th>
                    <th scope="col">{t('calendars.then')}</th>
                  </tr>
                </thead>
                <tbody>
                  {plan.changes.slice(0, MOST).map(({ date, before, after }) => (
                    <tr key={date}>
                      <td>{date}</td>
                      <td>{said(before)}</td>
                      <td>{said(after)}</td>
                    </tr>
                  ))}
                  {plan.breaks.slice(0, MOST).map(({ date, hours, label }) => (
                    <tr key={`${date}${hours.join(' ')}`}>
                      <td>{date}</td>
                      <td>{t('calendars.make.usual')}</td>
                      <td>{`${t('calendars.make.break')} ${text(labelled(label))} ${hours.join(' ')}`}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}
