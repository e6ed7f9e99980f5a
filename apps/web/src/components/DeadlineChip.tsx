import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined, FireOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/i18n/format';
import { deadlineOf, type Urgency } from './deadline';
import { useNow } from './useNow';
import styles from './components.module.css';

const icons: Record<Urgency, typeof ClockCircleOutlined> = {
  calm: CheckCircleOutlined,
  near: ClockCircleOutlined,
  close: ExclamationCircleOutlined,
  overdue: FireOutlined,
};

interface DeadlineChipProps {
  due: string | null | undefined;
  since?: string | null | undefined;
  zone?: string;
}

/** A live chip: colour, icon and the time that is left in words; the exact time on hover. */
export function DeadlineChip({ due, since, zone }: DeadlineChipProps) {
  const { t } = useTranslation();
  const format = useFormat(zone);
  const now = useNow();
  if (due === null || due === undefined || due === '') return null;
  const { urgency, left } = deadlineOf(due, since, now);
  const Icon = icons[urgency];
  const words = left < 0 ? t('deadline.overdue', { span: format.span(left) }) : t('deadline.left', { span: format.span(left) });
  return (
    <Tooltip title={t('deadline.until', { moment: format.moment(due) })}>
      <span className={styles['deadline']} data-urgency={urgency}>
        <Icon aria-hidden="true" />
        {words}
      </span>
    </Tooltip>
  );
}
