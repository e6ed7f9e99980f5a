import { DownOutlined, LinkOutlined, StarFilled, UserOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Input, Modal, Tabs, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addresses, newKey, useApp, type FormKnown } from '@/api';
import { useProblemText } from '@/components';
import { useText } from '@/i18n';
import { LookDialog } from './LookDialog';
import { useSharedViews } from './shared/SharedViews';
import { writeGiven, type ListState } from './useList';
import { useKeepViews, type KnownView, type OwnViews } from './useOwnViews';
import styles from './views.module.css';

interface ViewTabsProps {
  app: string;
  form: string;
  known: FormKnown;
  state: ListState;
  kept: OwnViews | undefined;
}

type Asking = { what: 'save_as' | 'rename'; name: string } | null;

function freshId(): string {
  return `my_${newKey().replaceAll('-', '').slice(-16)}`;
}

/** The views as tabs, and what can be done with the one that is open. */
export function ViewTabs({ app, form, known, state, kept }: ViewTabsProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const keeping = useKeepViews(app, form);
  const [asking, setAsking] = useState<Asking>(null);
  const [busy, setBusy] = useState(false);
  const [looking, setLooking] = useState(false);
  const builds = useApp(app)?.may_build === true;
  const shared = useSharedViews({ app, form, builds, shown: known.description.views, state });
  const { view, views } = state;
  if (view === undefined) return null;
  const name = text(view.view.label);
  const first = kept?.first ?? null;
  const isFirst = (first ?? views[0]?.view.id) === view.view.id;

  const run = async (work: () => Promise<void>, done: string): Promise<boolean> => {
    setBusy(true);
    try {
      await work();
      message.success(done);
      return true;
    } catch (error) {
      message.error(problemText(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const save = () => run(async () => {
    await keeping.keep(state.saved(view.view.id, view.view.label));
    state.setView(view.view.id);
  }, t('views.saved', { name }));
  const named = async (): Promise<void> => {
    if (asking === null) return;
    const label = asking.name.trim();
    if (label === '') return;
    const id = asking.what === 'rename' ? view.view.id : freshId();
    const content = asking.what === 'rename' ? { ...view.view, label } : state.saved(id, label);
    const done = await run(async () => {
      await keeping.keep(content);
      if (asking.what === 'save_as') state.setView(id);
    }, t('views.saved', { name: label }));
    if (done) setAsking(null);
  };
  const forget = (): void => {
    modal.confirm({
      title: t('views.forget_title', { name }),
      content: t('views.forget_note'),
      okText: t('views.forget'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const next = views.find((one) => one.view.id !== view.view.id);
        const done = await run(() => keeping.forget(view.view.id), t('views.forgotten', { name }));
        if (done && next !== undefined) state.setView(next.view.id);
      },
    });
  };
  const copy = async (): Promise<void> => {
    // Nobody else has an own view: its link carries all of it.
    const own = `${window.location.origin}${addresses.form(app, form)}?${new URLSearchParams({ given: writeGiven(state.saved(view.view.id, view.view.label)) }).toString()}`;
    const address = view.own ? own : window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      message.success(t('views.link_copied'));
    } catch {
      // Without a safe connection the browser gives no clipboard; the link is shown to be copied by hand.
      modal.info({ title: t('views.copy_link'), content: <Input readOnly autoFocus aria-label={t('views.copy_link')} value={address} /> });
    }
  };
  const mine = view.own && view.given !== true;
  const items: NonNullable<MenuProps['items']> = [
    ...(mine ? [{ key: 'save', label: t('views.save'), disabled: !state.changed, onClick: () => void save() }] : []),
    { key: 'save_as', label: t('views.save_as'), onClick: () => { setAsking({ what: 'save_as', name: view.given === true || (mine && !state.changed) ? name : '' }); } },
    ...(mine ? [{ key: 'rename', label: t('views.rename'), onClick: () => { setAsking({ what: 'rename', name }); } }] : []),
    { key: 'look', label: t('views.look_of'), onClick: () => { setLooking(true); } },
    ...(view.given === true ? [] : [{ key: 'first', label: t('views.open_with'), disabled: isFirst, onClick: () => void run(() => keeping.openWith(view.view.id), t('views.opens_with', { name })) }]),
    ...(state.changed ? [{ key: 'back', label: t('views.back'), onClick: () => { state.setView(view.view.id); } }] : []),
    { key: 'copy', label: t('views.copy_link'), onClick: () => void copy() },
    ...(builds
      ? [
          { type: 'divider' as const },
          ...(view.own || !state.changed ? [] : [{ key: 'update', label: t('views.update_shared'), onClick: () => void run(() => shared.update(view.view), t('views.in_draft', { name })) }]),
          { key: 'share', label: t(view.own ? 'views.share' : 'views.share_as'), onClick: shared.share },
          { key: 'manage', label: t('views.manage'), onClick: shared.manage },
        ]
      : []),
    ...(mine ? [{ type: 'divider' as const }, { key: 'forget', danger: true, label: t('views.forget'), onClick: forget }] : []),
  ];
  const label = ({ view: one, own, given }: KnownView): React.ReactNode => (
    <span className={styles['tab']}>
      {own && (given === true ? <LinkOutlined aria-hidden /> : <UserOutlined aria-hidden />)}
      {given === true ? t('views.given', { name: text(one.label) }) : text(one.label)}
      {first === one.id && <StarFilled className={styles['star'] ?? ''} aria-label={t('views.is_first')} />}
      {one.id === view.view.id && state.changed && <span className={styles['dot']} role="img" aria-label={t('views.changed')} title={t('views.changed')} />}
    </span>
  );
  return (
    <div className={styles['tabs']}>
      <Tabs className={styles['tabList'] ?? ''} activeKey={view.view.id} items={views.map((one) => ({ key: one.view.id, label: label(one) }))} onChange={state.setView} />
      {mine && state.changed && (
        <Button size="small" type="primary" loading={busy} onClick={() => void save()}>
          {t('views.save')}
        </Button>
      )}
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button size="small" type="text" aria-label={t('views.menu', { name })}>
          {t('views.view')} <DownOutlined aria-hidden />
        </Button>
      </Dropdown>
      {shared.face}
      {looking && <LookDialog app={app} form={form} known={known} state={state} close={() => { setLooking(false); }} />}
      <Modal
        open={asking !== null}
        title={asking?.what === 'rename' ? t('views.rename') : t('views.save_as')}
        okText={t('views.save')}
        okButtonProps={{ disabled: (asking?.name.trim() ?? '') === '', loading: busy }}
        destroyOnHidden
        onOk={() => void named()}
        onCancel={() => { setAsking(null); }}
      >
        <label className={styles['name']}>
          {t('views.name')}
          <Input
            autoFocus
            maxLength={40}
            value={asking?.name ?? ''}
            onChange={(event) => { setAsking((before) => (before === null ? null : { ...before, name: event.target.value })); }}
            onPressEnter={(event) => { if (!event.nativeEvent.isComposing) void named(); }}
          />
        </label>
        <p className={styles['faint']}>{t('views.own_note')}</p>
      </Modal>
    </div>
  );
}
