import { Button, Input } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, keys, type Comment, type FormKnown, type HistoryEntry } from '@/api';
import { Failed, Nothing, Person, Waiting } from '@/components';
import { controlOf } from '@/controls';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { zoneOf } from './services';
import { useComments, useHistory } from './useRecord';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
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

function Change({ entry, known, names }: { entry: HistoryEntry; known: FormKnown; names: Readonly<Record<string, string>> }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const format = useFormat(zoneOf(known));
  const [kind = ''] = entry.through.split(':');
  const verb = i18n.exists(`records.through.${kind}`) ? t(`records.through.${kind}`) : entry.through;
  const show = (field: string, value: unknown): React.ReactNode => {
    const described = known.description.fields.find((one) => one.id === field);
    const control = controlOf(described?.kind ?? '');
    if (value === null || value === undefined || value === '') return <span className={styles['faint']}>{t('records.blank')}</span>;
    return described === undefined || control === undefined ? null : <control.Display field={described} value={value} names={names} compact />;
  };
  const isNew = entry.through === 'create';
  return (
    <li className={styles['happening']}>
      <div className={styles['stepHead']}>
        <Person name={entry.by_name} />
        <time className={styles['faint']} dateTime={entry.at} title={format.moment(entry.at)}>
          {format.ago(entry.at)}
        </time>
      </div>
      <p className={styles['faint']}>{verb}</p>
      {!isNew && (
        <dl className={styles['differences']}>
          {entry.changes.map((change) => (
            <div key={change.field}>
              <dt>{text(change.label)}</dt>
              <dd>
                <del>{show(change.field, change.from)}</del>
                <span aria-label={t('records.became')}>→</span>
                <ins>{show(change.field, change.to)}</ins>
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
  const queries = useQueryClient();
  const refusal = useRefusal();
  const submitKey = useSubmitKey();
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const history = useHistory(app, form, id);
  const comments = useComments(app, form, id);
  if (history.isError) return <Failed error={history.error} retry={() => void history.refetch()} />;
  if (history.isPending || comments.isPending) return <Waiting lines={4} />;
  const send = async (): Promise<void> => {
    const body = { text: text.trim() };
    setSending(true);
    try {
      await client.POST('/api/apps/{app}/forms/{form}/records/{id}/comments', { params: { path: { app, form, id } }, headers: { 'Idempotency-Key': submitKey([id, body, comments.data?.comments.length]) }, body });
      setText('');
      await queries.invalidateQueries({ queryKey: keys.record(app, form, id) });
    } catch (error) {
      refusal(error, null);
    }
    setSending(false);
  };
  const all = happenings(history.data, comments.data?.comments ?? []);
  return (
    <div className={styles['trail']}>
      {comments.data?.may_comment === true && (
        <div className={styles['say']}>
          <Input.TextArea aria-label={t('records.comment')} placeholder={t('records.comment')} autoSize={{ minRows: 1, maxRows: 6 }} maxLength={5000} value={text} onChange={(event) => { setText(event.target.value); }} />
          {text.trim() !== '' && (
            <Button type="primary" loading={sending} onClick={() => void send()}>
              {t('records.say')}
            </Button>
          )}
        </div>
      )}
      {all.length === 0 && <Nothing title={t('records.nothing_happened')} />}
      <ol className={styles['happenings']}>
        {all.map((happening) =>
          happening.kind === 'change' ? (
            <Change key={happening.key} entry={happening.entry} known={known} names={names} />
          ) : (
            <li key={happening.key} className={styles['happening']}>
              <div className={styles['stepHead']}>
                <Person name={happening.comment.by.name} />
                <time className={styles['faint']} dateTime={happening.at} title={format.moment(happening.at)}>
                  {format.ago(happening.at)}
                </time>
              </div>
              <p className={styles['comment']}>{happening.comment.text}</p>
            </li>
          ),
        )}
      </ol>
    </div>
  );
}
