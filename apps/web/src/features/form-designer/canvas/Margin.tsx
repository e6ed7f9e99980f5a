import { WarningFilled } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { Findings } from '@/features/packages';
import { useDesign } from '../design';
import { repairOf } from '../model/repairs';
import { columnIn } from '../model/tree';
import styles from './canvas.module.css';

/** What was found of a field or part, beside it, with what mends it. */
export function Margin({ id }: { id: string }) {
  const { t } = useTranslation();
  const { faults, form, run, labelOf } = useDesign();
  const table = id.startsWith('field:') ? id.slice(6) : null;
  const found = [...faults].flatMap(([key, some]) => (key === id || (table !== null && columnIn(key)?.table === table) ? some : []));
  const worst = found.some((finding) => finding.severity === 'error') ? 'error' : 'warning';
  const repair = (finding: (typeof found)[number]) => {
    const mended = repairOf(form, finding);
    if (mended === null) return null;
    const label = t(`form-designer.repair.${mended.what}`, { word: mended.what === 'put_in' ? labelOf(`field:${mended.word}`) : mended.word });
    return { label, run: () => { run(label, mended.form); } };
  };
  const name = t('form-designer.faults', { count: found.length });
  return (
    <Popover trigger="click" placement="left" content={<div className={styles['found']}><Findings findings={found} repairOf={repair} /></div>}>
      <Button type="text" size="small" className={styles['margin'] ?? ''} data-severity={worst} icon={<WarningFilled aria-hidden />} aria-label={`${labelOf(id)}: ${name}`} title={name} />
    </Popover>
  );
}
