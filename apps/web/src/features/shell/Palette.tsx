import { Input, Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client, useApps, useMe, type AppSummary } from '@/api';
import { entries } from '@/app/feature';
import { useSettled } from '@/components';
import { textOf, useLocale, useText, type Locale } from '@/i18n';
import { flatMenu, useCurrentApp } from './currentApp';
import { matching, type Command } from './palette';
import styles from './shell.module.css';

/** Pages that the palette knows without asking. */
function useCommands(): readonly Command[] {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const { data: apps } = useApps();
  const current = useCurrentApp();
  const pages = (apps ?? []).flatMap((app) =>
    flatMenu(app.menu).flatMap((entry): Command[] => {
      const label = text(entry.label);
      const beside = text(app.label);
      if (entry.kind === 'dashboard') return [{ id: `${app.id}/${entry.dashboard}`, label, beside, to: addresses.dashboard(app.id, entry.dashboard) }];
      const list = { id: `${app.id}/${entry.form}`, label, beside, to: addresses.form(app.id, entry.form) };
      const file = { id: `${app.id}/${entry.form}/new`, label: t('shell.new_of', { label }), beside, to: addresses.newRecord(app.id, entry.form) };
      return entry.may_create ? [list, file] : [list];
    }),
  );
  const settings =
    me === null
      ? []
      : entries
          .filter((entry) => entry.allowed(me, current))
          .map((entry) => ({ id: entry.label, label: t(entry.label), beside: current === undefined ? '' : text(current.label), to: entry.path(current?.id ?? '') }));
  return [
    { id: 'work', label: t('shell.workbench'), beside: '', to: addresses.work('todo') },
    { id: 'messages', label: t('shell.messages'), beside: '', to: addresses.messages() },
    { id: 'me', label: t('shell.me'), beside: '', to: addresses.me() },
    ...pages,
    ...settings,
  ];
}

/** Records whose number or title contains what was typed, in the forms of one app. */
async function findRecords(app: AppSummary, search: string, locale: Locale): Promise<readonly Command[]> {
  const forms = flatMenu(app.menu).filter((entry) => entry.kind === 'form');
  const unique = [...new Map(forms.map((form) => [form.form, form])).values()];
  const found = await Promise.all(
    unique.map(async (entry) => {
      const path = { app: app.id, form: entry.form };
      const page = await ask(client.POST('/api/apps/{app}/forms/{form}/records/query', { params: { path }, body: { search, limit: 5 } }));
      return page.rows.map((row) => ({
        id: row.id,
        label: row.title,
        beside: textOf(entry.label, locale),
        to: addresses.record(app.id, entry.form, row.id),
      }));
    }),
  );
  return found.flat();
}

function Inside({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const locale = useLocale((state) => state.locale);
  const app = useCurrentApp();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const settled = useSettled(typed.trim());
  const commands = useCommands();
  const records = useQuery({
    queryKey: ['palette', app?.id, settled],
    queryFn: () => (app === undefined ? Promise.resolve([]) : findRecords(app, settled, locale)),
    enabled: settled.length >= 2,
  });
  const shown = [...matching(commands, typed).slice(0, 12), ...(settled.length >= 2 ? (records.data ?? []) : [])];
  const open = (command: Command | undefined): void => {
    if (command === undefined) return;
    close();
    void navigate(command.to);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') open(shown[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles['palette']}>
      <Input
        autoFocus
        size="large"
        variant="borderless"
        value={typed}
        placeholder={t('shell.palette_placeholder')}
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-label={t('shell.search')}
        {...(shown.length === 0 ? {} : { 'aria-activedescendant': `palette-${String(at)}` })}
        onKeyDown={onKey}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
      />
      <ul id="palette-list" role="listbox" aria-label={t('shell.search')} className={styles['paletteList']} hidden={shown.length === 0}>
        {shown.map((command, index) => (
          <li
            key={command.id}
            id={`palette-${String(index)}`}
            role="option"
            aria-selected={index === at}
            className={styles['paletteItem']}
            onMouseEnter={() => {
              setAt(index);
            }}
            onClick={() => {
              open(command);
            }}
            onKeyDown={onKey}
          >
            <span>{command.label}</span>
            <span className={styles['paletteBeside']}>{command.beside}</span>
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <p className={styles['paletteNone']} role="status">
          {records.isFetching ? t('state.loading') : t('shell.nothing_found')}
        </p>
      )}
    </div>
  );
}

/** Jumps to a page, a form, a dashboard or a record by its number. */
export function Palette({ open, close }: { open: boolean; close: () => void }) {
  return (
    <Modal open={open} onCancel={close} footer={null} closable={false} destroyOnHidden styles={{ container: { padding: 0 } }}>
      <Inside close={close} />
    </Modal>
  );
}
