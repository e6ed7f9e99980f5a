import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterEditor, isFilter, type Column } from '@/features/filters';
import { size } from '@/theme';
import type { Filter } from '@/generated/definition';
import styles from './views.module.css';

const sheetWidth = size.panel + size.s12 * 2;

interface FilterBuilderProps {
  columns: readonly Column[];
  start: Filter | null;
  done: (filter: Filter | null) => void;
  close: () => void;
}

/** The whole filter of a list in one dialog; nothing is asked before it is applied. */
export function FilterBuilder({ columns, start, done, close }: FilterBuilderProps) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter | null>(start);
  return (
    <Modal open title={t('filters.title')} width={sheetWidth} okText={t('filters.apply')} onCancel={close} onOk={() => { done(filter); }}>
      <FilterEditor name={t('filters.title')} columns={columns} value={filter} onChange={(next) => { setFilter(isFilter(next) ? next : null); }} />
      <p className={styles['faint']}>{t('filters.incomplete_note')}</p>
    </Modal>
  );
}
