import { Input, Modal, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { FoundNothing, useSettled } from '@/components';
import styles from './views.module.css';

interface BulkTransferProps {
  count: number;
  close: () => void;
  start: (to: string, opinion: string) => void;
}

/** To whom the open to-dos of the chosen records are handed. */
export function BulkTransfer({ count, close, start }: BulkTransferProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const [to, setTo] = useState<string | null>(null);
  const [opinion, setOpinion] = useState('');
  const found = useQuery({
    queryKey: ['people', settled],
    queryFn: async () => (await ask(client.GET('/api/people', { params: { query: { search: settled } } }))).people,
    placeholderData: (before) => before,
  });
  return (
    <Modal
      open
      title={t('views.transfer_title', { count })}
      okText={t('views.transfer_count', { count })}
      okButtonProps={{ disabled: to === null }}
      onCancel={close}
      onOk={() => { if (to !== null) start(to, opinion.trim()); }}
    >
      <p className={styles['faint']}>{t('views.transfer_note')}</p>
      <Select
        className={styles['wide'] ?? ''}
        aria-label={t('views.transfer_to')}
        placeholder={t('views.transfer_to')}
        showSearch={{ filterOption: false, onSearch: setSearch }}
        notFoundContent={<FoundNothing query={found} />}
        value={to}
        options={(found.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChange={setTo}
      />
      <Input.TextArea className={styles['wide'] ?? ''} aria-label={t('act.opinion')} placeholder={t('act.opinion')} autoSize={{ minRows: 2 }} value={opinion} onChange={(event) => { setOpinion(event.target.value); }} />
    </Modal>
  );
}
