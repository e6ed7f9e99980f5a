import { DeleteOutlined, MoreOutlined, UndoOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { client } from '@/api';
import { useProblemText } from '@/components';
import { OptionTag } from '@/controls';
import type { Tone } from '@/engine';
import { useLocale, useText } from '@/i18n';
import { keyOf, useBuilder, type BuildObject } from './store';
import { usersOf, type Use } from './uses';
import styles from './build.module.css';

const tones: Readonly<Record<string, Tone>> = { added: 'good', changed: 'info', removed: 'danger' };

interface ObjectEntryProps {
  app: string;
  object: BuildObject;
  uses: readonly Use[];
}

/** One object of the app: the way to its designer, what the draft does to it, and taking it out or back. */
export function ObjectEntry({ app, object, uses }: ObjectEntryProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const locale = useLocale((state) => state.locale);
  const objects = useBuilder((state) => state.objects);
  const name = text(object.label) || object.id;
  const params = { path: { app, kind: object.kind, id: object.id } };
  const change = useMutation({
    mutationFn: async (way: 'remove' | 'discard') => {
      if (way === 'remove') await client.DELETE('/api/build/{app}/objects/{kind}/{id}', { params });
      else await client.DELETE('/api/build/{app}/objects/{kind}/{id}/draft', { params });
    },
    onSuccess: () => { void queries.invalidateQueries({ queryKey: ['build', app] }); },
    onError: (error) => { message.error(problemText(error)); },
  });
  const users = usersOf(uses, keyOf(object)).flatMap((key) => {
    const user = objects[key];
    return user === undefined ? [] : [t('build.named_object', { kind: t(`build.kinds.${user.kind}`), name: text(user.label) || user.id })];
  });
  const sure = (way: 'remove' | 'discard'): void => {
    modal.confirm({
      title: t(way === 'remove' ? 'build.remove_title' : 'build.discard_title', { name }),
      content: (
        <>
          <p>{t(way === 'discard' ? 'build.discard_note' : object.kind === 'form' ? 'build.remove_form_note' : 'build.remove_note')}</p>
          {way === 'remove' && users.length > 0 && <p>{t('build.used_in', { users: new Intl.ListFormat(locale, { type: 'conjunction' }).format(users) })}</p>}
        </>
      ),
      okText: t(way === 'remove' ? 'action.delete' : 'build.discard'),
      okButtonProps: { danger: true },
      onOk: () => { change.mutate(way); },
    });
  };
  const items = [
    ...(object.state === 'published' ? [] : [{ key: 'discard', icon: <UndoOutlined aria-hidden />, label: t(object.state === 'removed' ? 'build.bring_back' : 'build.discard'), onClick: () => { if (object.state === 'removed') change.mutate('discard'); else sure('discard'); } }]),
    ...(object.state === 'removed' || object.kind === 'app' ? [] : [{ key: 'remove', danger: true, icon: <DeleteOutlined aria-hidden />, label: t('action.delete'), onClick: () => { sure('remove'); } }]),
  ];
  return (
    <li>
      {object.state === 'removed' ? <s>{name}</s> : <Link to={`/build/${app}/${object.kind}/${object.id}`}>{name}</Link>}
      <span className={styles['entryMarks']}>
        {object.state !== 'published' && <OptionTag tone={tones[object.state] ?? 'neutral'} label={t(`build.states.${object.state}`)} />}
        {items.length > 0 && (
          <Dropdown trigger={['click']} menu={{ items }}>
            <Button type="text" size="small" loading={change.isPending} icon={<MoreOutlined aria-hidden />} aria-label={t('build.object_more', { name })} />
          </Dropdown>
        )}
      </span>
    </li>
  );
}
