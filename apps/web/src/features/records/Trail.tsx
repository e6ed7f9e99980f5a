import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comment, FormKnown, HistoryEntry } from '@/api';
import { Failed, Nothing, Person, Waiting } from '@/components';
import { controlOf } from '@/controls';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { CommentBox } from './CommentBox';
import { zoneOf } from './services';
import { useComments, useHistory } from './useRecord';
import { useRestore } from './useRestore';
import styles from './records.module.css';

interface TrailProps {
  app: string;
  form: string;
  id: string;
  known: FormKnown;
  names: Readonly<Record<string, string>>;
}

type Happening = { at: string; key: string } & ({ kind: 'comment'; comment: Comment } | { kind: 'change'; entry: HistoryEntry });

/** Comments and changes in one stream, newest first. */
export function happenings(entries: readonly HistoryEntry[], comments: readonly Comment[]): readonly Happening[] {
  const changes = entries.map((entry): Happening => ({ kind: 'change', at: entry.at, key: `r${String(entry.revision)}-${entry.at}`, entry }));
  const words = comments.map((comment): Happening => ({ kind: 'comment', at: comment.at, key: comment.id, comment }));
  return [...changes, ...words].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

interface ChangeProps {
  entry: HistoryEntry;
  known: FormKnown;
  names: Readonly<Record<string, string>>;
  restore: ReturnType<typeof useRestore>;
}

/** What is said, with the people who are addressed. */
function Words({ comment }: { comment: Comment }) {
  const names = (comment.mentions ?? []).map((person) => `@${person.name}`);
  const parts = names.reduce<readonly string[]>((all, name) => all.flatMap((part) => (names.includes(part) ? [part] : part.split(name).flatMap((piece, at) => (at === 0 ? [piece] : [name, piece])))), [comment.text]);
  return <p className={styles['comment']}>{parts.map((part, index) => (names.includes(part) ? <strong key={index} className={styles['mention']}>{part}</strong> : part))}</p>;
}

function Change({ entry, known, names, restore }: ChangeProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const format = useFormat(zoneOf(known));
  const [kind = ''] = entry.through.split(':');
  // What did not convert is a value of a type that the field has no more: it is words, and cannot come back as a change.
  const isUnfit = entry.through === 'migration:unfit';
  const verb = isUnfit ? t('records.unfit') : i18n.exists(`records.through.${kind}`) ? t(`records.through.${kind}`) : entry.through;
  const back = restore.version(entry);
  const show = (field: string, value: unknown): ReactNode => {
    if (isUnfit && typeof value === 'string') return value;
    const described = known.description.fields.find((one) => one.id === field);
    const control = controlOf(described?.kind ?? '');
    if (value === null || value === undefined || value === '') return <span className={styles['faint']}>{t('records.blank')}</span>;
    if (described === undefined || control === undefined) return typeof value === 'string' ? value : null;
    return <control.Display field={described} value={value} names={names} compact />;
  };
  const isNew = entry.through === 'create' || (entry.through === 'import' && entry.revision === 1);
  return (
    <li className={styles['happening']}>
      <div className={styles['stepHead']}>
        <Person name={entry.by_name} />
        <time className={styles['faint']} dateTime={entry.at} title={format.moment(entry.at)}>
          {format.ago(entry.at)}
        </time>
      </div>
      <p className={styles['faint']}>
        {verb}
        {back !== undefined && (
          <Button size="small" type="link" onClick={back}>
            {t('records.restore_version')}
          </Button>
        )}
      </p>
      {!isNew && (
        <dl className={styles['differences']}>
          {entry.changes.map((change) => (
            <div key={change.field}>
              <dt>{text(change.label)}</dt>
              <dd>
                <del>{show(change.field, change.from)}</del>
                <span aria-label={t('records.became')}>→</span>
                <ins>{show(change.field, change.to)}</ins>
                {!isUnfit && restore.allows(change.field) && (
                  <Button size="small" type="link" aria-label={t('records.restore_value', { label: text(change.label) })} onClick={() => { restore.value(change.field, text(change.label), change.from); }}>
                    {t('records.restore')}
                  </Button>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** 动态: what changed and what was said. */
export function Trail({ app, form, id, known, names }: TrailProps) {
  const { t } = useTranslation();
  const format = useFormat(zoneOf(known));
  const text = useText();
  const history = useHistory(app, form, id);
  const comments = useComments(app, form, id);
  const labelOf = (field: string): string => text(known.description.fields.find((one) => one.id === field)?.label);
  const restore = useRestore(app, form, id, history.data ?? [], labelOf);
  if (history.isError) return <Failed error={history.error} retry={() => void history.refetch()} />;
  if (history.isPending || comments.isPending) return <Waiting lines={4} />;
  const all = happenings(history.data, comments.data?.comments ?? []);
  return (
    <div className={styles['trail']}>
      {comments.data?.may_comment === true && (
        <CommentBox app={app} form={form} id={id} said={comments.data.comments.length} />
      )}
      {all.length === 0 && <Nothing title={t('records.nothing_happened')} />}
      <ol className={styles['happenings']}>
        {all.map((happening) =>
          happening.kind === 'change' ? (
            <Change key={happening.key} entry={happening.entry} known={known} names={names} restore={restore} />
          ) : (
            <li key={happening.key} className={styles['happening']}>
              <div className={styles['stepHead']}>
                <Person name={happening.comment.by.name} />
                <time className={styles['faint']} dateTime={happening.at} title={format.moment(happening.at)}>
                  {format.ago(happening.at)}
                </time>
              </div>
              <Words comment={happening.comment} />
            </li>
          ),
        )}
      </ol>
    </div>
  );
}
