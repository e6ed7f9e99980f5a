import { Button, Mentions } from 'antd';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, keys } from '@/api';
import { useSettled } from '@/components';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
import styles from './records.module.css';

interface CommentBoxProps {
  app: string;
  form: string;
  id: string;
  /** How many comments there are, so that the same words can be said twice. */
  said: number;
}

/** What is said about the record. After @ come the people who may read it; who is addressed is told. */
export function CommentBox({ app, form, id, said }: CommentBoxProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const refusal = useRefusal();
  const submitKey = useSubmitKey();
  const [text, setText] = useState('');
  const [search, setSearch] = useState<string | null>(null);
  const settled = useSettled(search);
  const [people, setPeople] = useState<ReadonlyMap<string, string>>(new Map());
  const [sending, setSending] = useState(false);
  const found = useQuery({
    queryKey: [...keys.record(app, form, id), 'readers', settled],
    queryFn: async () => (await ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}/readers', { params: { path: { app, form, id }, query: { search: settled ?? '' } } }))).options,
    placeholderData: (before) => before,
    enabled: settled !== null,
  });
  const send = async (): Promise<void> => {
    const words = text.trim();
    const mentions = [...people].filter(([, name]) => words.includes(`@${name}`)).map(([key]) => key);
    const body = { text: words, mentions };
    setSending(true);
    try {
      await ask(client.POST('/api/apps/{app}/forms/{form}/records/{id}/comments', { params: { path: { app, form, id } }, headers: { 'Idempotency-Key': submitKey([id, body, said]) }, body }));
      setText('');
      setPeople(new Map());
      await queries.invalidateQueries({ queryKey: keys.record(app, form, id) });
    } catch (error) {
      refusal(error, null);
    }
    setSending(false);
  };
  return (
    <div className={styles['say']}>
      <Mentions
        aria-label={t('records.comment')}
        placeholder={t('records.comment')}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={4000}
        value={text}
        loading={found.isFetching}
        notFoundContent={t('records.no_reader')}
        filterOption={false}
        options={(found.data ?? []).map((option) => ({ key: option.id, value: option.label, label: option.hint === null || option.hint === undefined ? option.label : `${option.label} · ${option.hint}` }))}
        onChange={setText}
        onSearch={setSearch}
        onSelect={({ key, value }) => {
          if (key !== undefined && value !== undefined) setPeople((before) => new Map([...before, [key, value]]));
        }}
      />
      {text.trim() !== '' && (
        <Button type="primary" loading={sending} onClick={() => void send()}>
          {t('records.say')}
        </Button>
      )}
    </div>
  );
}
