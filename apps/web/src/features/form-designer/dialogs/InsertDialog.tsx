import { Modal, Select, type SelectProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesign } from '../design';
import { KindIcon } from '../icons';
import { useInsert } from '../insert';
import { found, groups, useOfferName, type Offer } from '../offers';
import { selectionNow, useSelection } from '../selection';
import styles from '../designer.module.css';

/** Puts something in by typing its name, its pinyin or its initials: the palette for those who keep their hands on the keys. */
export function InsertDialog() {
  const { t } = useTranslation();
  const { offers, labelOf } = useDesign();
  const nameOf = useOfferName();
  const insert = useInsert();
  const chosen = useSelection((state) => state.chosen);
  const { set } = selectionNow();
  const [search, setSearch] = useState('');
  const optionOf = (offer: Offer) => ({ value: offer.id, title: nameOf(offer), label: <span className={styles['offer']}><KindIcon name={offer.icon} /> {nameOf(offer)}</span> });
  const grouped = groups.map((group) => ({ label: t(`form-designer.group.${group}`), options: offers.filter((offer) => offer.group === group).map(optionOf) }));
  const options: SelectProps<string | null>['options'] = search.trim() === '' ? grouped : found(offers, search).map(optionOf);
  const last = chosen.at(-1);
  return (
    <Modal open footer={null} title={last === undefined ? t('form-designer.insert') : t('form-designer.insert_behind', { label: labelOf(last) })} onCancel={() => { set({ dialog: null }); }}>
      <Select
        autoFocus
        defaultOpen
        className={styles['wide'] ?? ''}
        aria-label={t('form-designer.insert')}
        placeholder={t('form-designer.search')}
        value={null}
        options={options}
        notFoundContent={t('form-designer.no_kind')}
        showSearch={{ filterOption: false, onSearch: setSearch }}
        onChange={(id: string | null) => {
          const offer = offers.find((one) => one.id === id);
          set({ dialog: null });
          if (offer !== undefined) insert.behind(offer);
        }}
      />
    </Modal>
  );
}
