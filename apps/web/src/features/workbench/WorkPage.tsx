import { CheckSquareOutlined } from '@ant-design/icons';
import { Button, Checkbox, Tabs } from 'antd';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client, keys, useCounts, type TaskBox, type TaskCard } from '@/api';
import { DeadlineChip, Failed, Nothing, Page as PageFrame, Person, StateTag, useKeys, Waiting } from '@/components';
import { RecordScreen, useActWords } from '@/features/records';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { useNarrow } from '@/theme';
import { ApproveBar, approvable } from './ApproveBar';
import { FilterBar } from './FilterBar';
import { dueBetween, useFilters, type Filters } from './filters';
import styles from './workbench.module.css';

const boxes: readonly TaskBox[] = ['todo', 'done', 'started', 'cc'];

function useBox(box: TaskBox, { due, ...filters }: Filters) {
  const chosen = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  return useInfiniteQuery({
    queryKey: [...keys.tasks, box, chosen, due],
    queryFn: ({ pageParam }) => ask(client.GET('/api/tasks', { params: { query: { box, limit: 50, ...chosen, ...dueBetween(due, new Date()), ...(pageParam === '' ? {} : { after: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

interface CardProps {
  card: TaskCard;
  box: TaskBox;
  opened: boolean;
  to: string;
  /** Whether it is chosen, while several are; null while none can be. */
  chosen: boolean | null;
  choose: (chosen: boolean) => void;
}

/** One case: what it is, where it stands, since when, and until when. */
function Card({ card, box, opened, to, chosen, choose }: CardProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const words = useActWords();
  const starter = card.started_by?.name ?? '';
  const when = card.done_at ?? card.created_at;
  const step = text(card.node_label);
  const holders = card.holders.length > 0 && box === 'started' ? t('workbench.held_by', { people: card.holders.join(t('workbench.and')) }) : '';
  return (
    <li className={styles['item']} data-opened={opened} data-choosing={chosen !== null}>
      {chosen !== null && (
        <Checkbox
          className={styles['tick'] ?? ''}
          aria-label={t('workbench.choose_one', { title: card.title })}
          checked={chosen}
          disabled={!approvable(card)}
          title={approvable(card) ? '' : t('workbench.not_approvable')}
          onChange={(event) => { choose(event.target.checked); }}
        />
      )}
      <Link className={styles['card']} to={to} aria-current={opened ? 'true' : undefined}>
        <span className={styles['top']}>
          <strong className={styles['title']}>{card.title}</strong>
          {box === 'todo' && <DeadlineChip due={card.due_at} since={card.created_at} />}
          {box === 'started' && <StateTag state={card.state} />}
          {box === 'done' && typeof card.outcome === 'string' && <span className={styles['faint']}>{words[card.outcome]?.wasDone ?? card.outcome}</span>}
        </span>
        <span className={styles['below']}>
          <span>{[text(card.form_label), step].filter((part) => part !== '').join(' · ')}</span>
          {card.stands_in_for !== null && card.stands_in_for !== undefined && <span className={styles['standsIn']}>{t('act.stands_in', { name: card.stands_in_for.name })}</span>}
          {starter !== '' && box !== 'started' && <Person name={starter} />}
          {holders !== '' && <span>{holders}</span>}
          <time className={styles['time']} dateTime={when} title={format.moment(when)}>
            {format.ago(when)}
          </time>
        </span>
      </Link>
    </li>
  );
}

function Box({ box }: { box: TaskBox }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [params, setParams] = useSearchParams();
  const { filters, count, choose, clear } = useFilters(box);
  const list = useBox(box, filters);
  const [choosing, setChoosing] = useState(false);
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const cards = useMemo(() => list.data?.pages.flatMap((page) => page.tasks) ?? [], [list.data]);
  const chosen = params.get('open');
  const at = cards.findIndex((card) => card.id === chosen);
  const open = at >= 0 ? cards[at] : undefined;
  const show = (card: TaskCard | undefined): void => {
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (card === undefined) next.delete('open');
        else next.set('open', card.id);
        return next;
      },
      { replace: true },
    );
  };
  useKeys({
    j: () => {
      show(cards[Math.min(at + 1, cards.length - 1)]);
    },
    k: () => {
      show(cards[Math.max(at - 1, 0)]);
    },
  });
  const empties: Record<TaskBox, string> = {
    todo: t('workbench.no_todo'),
    done: t('workbench.no_done'),
    started: t('workbench.no_started'),
    cc: t('workbench.no_cc'),
  };
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const searched = (card: TaskCard): string => {
    const next = new URLSearchParams(params);
    next.set('open', card.id);
    return `?${next.toString()}`;
  };
  const mayChoose = box === 'todo' && cards.some(approvable);
  const bar = (
    <div className={styles['bar']}>
      <FilterBar box={box} filters={filters} count={count} choose={choose} clear={clear} />
      {mayChoose && !choosing && <Button className={styles['select'] ?? ''} icon={<CheckSquareOutlined aria-hidden />} onClick={() => { setChoosing(true); }}>{t('workbench.select')}</Button>}
    </div>
  );
  if (list.isPending) return <Waiting lines={8} />;
  const items = (
    <>
      <ul className={styles['list']} aria-label={t(`workbench.${box}`)}>
        {cards.map((card) => (
          <Card
            key={card.id}
            card={card}
            box={box}
            opened={card.id === open?.id}
            to={narrow ? addresses.linked(card.link) : searched(card)}
            chosen={choosing ? chosenIds.has(card.id) : null}
            choose={(on) => { setChosenIds(new Set(on ? [...chosenIds, card.id] : [...chosenIds].filter((id) => id !== card.id))); }}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className={styles['more'] ?? ''} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.load_more')}
        </Button>
      )}
    </>
  );
  const split = (
    <div className={styles['split']} data-open={open !== undefined}>
      <div className={styles['listSide']}>{items}</div>
      <div className={styles['recordSide']}>
        {open === undefined ? (
          <Nothing title={t('workbench.choose')} />
        ) : (
          <RecordScreen
            key={open.id}
            app={open.link.app}
            form={open.link.form}
            id={open.link.record}
            place="panel"
            gone={() => {
              show(undefined);
            }}
            acted={() => {
              const next = cards[at + 1] ?? cards[at - 1];
              if (box === 'todo') show(next);
            }}
          />
        )}
        {open !== undefined && (
          <p className={styles['whole']}>
            <Button type="link" onClick={() => void navigate(addresses.linked(open.link))}>
              {t('records.whole_page')}
            </Button>
          </p>
        )}
      </div>
    </div>
  );
  // The bar stays where it is in the tree when the last to-do is done: it still tells what became of them.
  return (
    <>
      {(cards.length > 0 || count > 0) && bar}
      {choosing && (
        <ApproveBar
          tasks={cards}
          chosen={chosenIds}
          choose={(ids) => { setChosenIds(new Set(ids)); }}
          leave={() => {
            setChoosing(false);
            setChosenIds(new Set());
          }}
        />
      )}
      {cards.length === 0 && <Nothing title={count > 0 ? t('workbench.none_match') : empties[box]}>{count > 0 && <Button onClick={clear}>{t('workbench.clear')}</Button>}</Nothing>}
      {cards.length > 0 && (narrow ? items : split)}
    </>
  );
}

/** 工作台: what waits for me, what I did, what I started, what I was told. */
export function Page() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { box: named } = useParams();
  const { data: counts } = useCounts();
  const box = boxes.find((one) => one === named) ?? 'todo';
  const numbers: Partial<Record<TaskBox, number>> = { todo: counts?.todo ?? 0, cc: counts?.cc_unread ?? 0 };
  const overdue = counts?.overdue ?? 0;
  return (
    <PageFrame
      title={t('shell.workbench')}
      beside={overdue > 0 ? <span className={styles['overdue']}>{t('workbench.overdue', { count: overdue })}</span> : null}
      below={
        <Tabs
          className={styles['boxes'] ?? ''}
          activeKey={box}
          onChange={(next) => void navigate(addresses.work(next))}
          items={boxes.map((one) => ({
            key: one,
            label: (
              <span>
                {t(`workbench.${one}`)}
                {(numbers[one] ?? 0) > 0 && <span className={styles['number']}>{numbers[one]}</span>}
              </span>
            ),
          }))}
        />
      }
    >
      <Box key={box} box={box} />
    </PageFrame>
  );
}
