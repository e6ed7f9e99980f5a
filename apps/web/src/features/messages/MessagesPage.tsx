import { App, Button } from 'antd';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client, keys, type MessageItem } from '@/api';
import { Failed, Nothing, Page as PageFrame, useProblemText, Waiting } from '@/components';
import { useFormat } from '@/i18n/format';
import styles from './messages.module.css';

/** Messages inside the product; opening one marks it as read. */
export function Page() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: keys.messages,
    queryFn: ({ pageParam }) => ask(client.GET('/api/messages', { params: { query: pageParam === '' ? {} : { after: pageParam } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const markRead = async (ids: string[]): Promise<void> => {
    try {
      await client.POST('/api/messages/read', { body: { ids } });
      await Promise.all([queries.invalidateQueries({ queryKey: keys.messages }), queries.invalidateQueries({ queryKey: keys.counts })]);
    } catch (error) {
      message.error(problemText(error));
    }
  };
  const open = (item: MessageItem): void => {
    if (!item.read) void markRead([item.id]);
    if (item.link !== null && item.link !== undefined) void navigate(addresses.linked(item.link));
  };
  const items = list.data?.pages.flatMap((page) => page.messages) ?? [];
  const unread = items.some((item) => !item.read);
  return (
    <PageFrame title={t('shell.messages')} actions={unread && <Button onClick={() => void markRead([])}>{t('messages.read_all')}</Button>}>
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting lines={8} />}
      {list.isSuccess && items.length === 0 && <Nothing title={t('messages.none')} />}
      {items.length > 0 && (
        <ul className={styles['list']}>
          {items.map((item) => (
            <li key={item.id}>
              <button
                type="button"
                className={styles['item']}
                data-read={item.read}
                onClick={() => {
                  open(item);
                }}
              >
                <span className={styles['top']}>
                  <span className={styles['subject']}>
                    {!item.read && <span className={styles['dot']} role="img" aria-label={t('messages.unread')} />}
                    {item.subject}
                  </span>
                  <time className={styles['faint']} dateTime={item.at} title={format.moment(item.at)}>
                    {format.ago(item.at)}
                  </time>
                </span>
                {item.body !== '' && <span className={styles['body']}>{item.body}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className={styles['more'] ?? ''} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.load_more')}
        </Button>
      )}
    </PageFrame>
  );
}
