import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormKnown } from '@/api';
import { FormServicesContext } from '@/controls';
import { columnsOf } from '@/features/filters';
import { useRecordServices } from '@/features/records';
import { SearchFields, TonesEditor } from '@/features/view-editor';
import { size } from '@/theme';
import type { ViewTone } from '@/generated/definition';
import { writeSearch, writeTones, type ListState } from './useList';
import styles from './views.module.css';

const noNames = {};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

interface LookDialogProps {
  app: string;
  form: string;
  known: FormKnown;
  state: ListState;
  close: () => void;
}

/** Colours of the view, and in which fields its search looks; both stay in the address until the view is saved. */
export function LookDialog({ app, form, known, state, close }: LookDialogProps) {
  const { t } = useTranslation();
  const services = useRecordServices({ app, form, known, names: noNames, controller: null });
  const columns = columnsOf(known.description, known.detail.rights.read, t);
  const [tones, setTones] = useState<ViewTone[]>(() => [...(state.shown.tones ?? [])]);
  const [search, setSearch] = useState<string[]>(() => [...(state.shown.search ?? [])]);
  const apply = (): void => {
    state.change({
      ...(same(tones, state.shown.tones) ? {} : { tones: writeTones(tones) }),
      ...(same(search, state.shown.search) ? {} : { search_in: writeSearch(search) }),
    });
    close();
  };
  return (
    <Modal open width={size.panel + size.s12 * 2} title={t('views.look')} okText={t('filters.apply')} onCancel={close} onOk={apply}>
      <FormServicesContext value={services}>
        <div className={styles['exporting']}>
          <strong>{t('view-editor.tones')}</strong>
          <TonesEditor columns={columns} shown={state.shown.columns} tones={tones} onChange={setTones} />
          <label className={styles['name']}>
            <strong>{t('view-editor.search')}</strong>
            <SearchFields columns={columns} chosen={search} onChange={setSearch} />
          </label>
        </div>
      </FormServicesContext>
    </Modal>
  );
}
