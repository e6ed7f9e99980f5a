import { DeleteOutlined, DownOutlined, EditOutlined, PlayCircleOutlined, PrinterOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, type FlowTrace, type FormKnown, type RecordDetail } from '@/api';
import { DeadlineChip, StateTag } from '@/components';
import { asText } from '@/controls/shared/values';
import { useText } from '@/i18n';
import { CaseDialog } from './act/CaseDialog';
import { useActWords } from './act/words';
import { PrintViewer } from './PrintViewer';
import { zoneOf } from './services';
import { useRecordChanged } from './useRecord';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
import styles from './records.module.css';

interface RecordHeadProps {
  app: string;
  form: string;
  id: string;
  known: FormKnown;
  detail: RecordDetail;
  trace: FlowTrace | undefined;
  editing: boolean;
  edit: (() => void) | undefined;
  gone: () => void;
}

type Items = NonNullable<MenuProps['items']>;

/** Number, title, state and deadline; the first action stands alone, the rest under ▾. */
export function RecordHead({ app, form, id, known, detail, trace, editing, edit, gone }: RecordHeadProps) {
  const { t } = useTranslation();
  const text = useText();
  const { modal, message } = App.useApp();
  const refusal = useRefusal();
  const changed = useRecordChanged(app, form);
  const [print, setPrint] = useState<string | null>(null);
  const [doing, setDoing] = useState<string | null>(null);
  const words = useActWords();
  const submitKey = useSubmitKey();
  const [starting, setStarting] = useState<string | null>(null);
  const path = { app, form, id };
  const label = text(known.description.label);
  const prints = detail.actions.includes('print') ? known.detail.prints : [];
  const state = asText(detail.values['_flow']);
  const remove = (): void => {
    modal.confirm({
      title: t('records.delete_title', { label, title: detail.title }),
      content: t('records.delete_note'),
      okText: t('action.delete'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await client.DELETE('/api/apps/{app}/forms/{form}/records/{id}', { params: { path, header: { 'If-Match': `"${String(detail.revision)}"` } } });
          message.success(t('records.deleted', { title: detail.title }));
          gone();
          await changed();
        } catch (error) {
          refusal(error, null);
        }
      },
    });
  };
  const start = async (flow: string, name: string): Promise<void> => {
    const body = { flow };
    setStarting(flow);
    try {
      await ask(client.POST('/api/apps/{app}/forms/{form}/records/{id}/start', { params: { path }, headers: { 'Idempotency-Key': submitKey({ ...body, revision: detail.revision }) }, body }));
      message.success(t('records.started', { name }));
    } catch (error) {
      refusal(error, null);
    }
    await changed();
    setStarting(null);
  };
  const offers = trace?.offers ?? [];
  const offered = [...new Set(offers.map((offer) => offer.action))].filter((action) => words[action] !== undefined);
  const items: Items = [
    ...prints.map((one) => ({ key: `print/${one.id}`, label: t('records.print_as', { print: text(one.label) }), icon: <PrinterOutlined aria-hidden /> })),
    ...offered.filter((action) => action !== 'resume').map((action) => ({ key: `case/${action}`, label: words[action]?.toDo, danger: action === 'terminate' })),
    ...(detail.actions.includes('delete') ? [{ key: 'delete', label: t('action.delete'), danger: true, icon: <DeleteOutlined aria-hidden /> }] : []),
  ];
  const onClick = ({ key }: { key: string }): void => {
    if (key === 'delete') remove();
    else if (key.startsWith('case/')) setDoing(key.slice('case/'.length));
    else setPrint(key.slice('print/'.length));
  };
  const first = prints[0];
  return (
    <header className={styles['recordHead']}>
      <div className={styles['recordName']}>
        <span className={styles['recordState']}>
          <span className={styles['faint']}>{label}</span>
          <StateTag state={state} />
          {(state === 'running' || state === 'returned') && <DeadlineChip due={asText(detail.values['_due'])} since={asText(detail.values['_created_at'])} zone={zoneOf(known)} />}
        </span>
        <h1>{detail.title}</h1>
      </div>
      <div className={styles['recordActions']}>
        {!editing && edit !== undefined && (
          <Button icon={<EditOutlined aria-hidden />} onClick={edit}>
            {t('action.edit')}
          </Button>
        )}
        {!editing &&
          (detail.starts ?? []).map((one) => (
            <Button key={one.flow} type="primary" loading={starting === one.flow} disabled={starting !== null} icon={<PlayCircleOutlined aria-hidden />} onClick={() => void start(one.flow, text(one.label))}>
              {text(one.label)}
            </Button>
          ))}
        {offered.includes('resume') && <Button type="primary" onClick={() => { setDoing('resume'); }}>{words['resume']?.toDo}</Button>}
        {first !== undefined && (
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => { setPrint(first.id); }}>
            {t('action.print')}
          </Button>
        )}
        {items.length > 0 && (
          <Dropdown menu={{ items, onClick }} trigger={['click']}>
            <Button icon={<DownOutlined aria-hidden />} aria-label={t('action.more')} />
          </Dropdown>
        )}
      </div>
      {doing !== null && <CaseDialog key={doing} path={path} title={detail.title} offers={offers.filter((offer) => offer.action === doing)} changed={changed} close={() => { setDoing(null); }} />}
      <PrintViewer
        app={app}
        form={form}
        id={id}
        print={print}
        title={detail.title}
        close={() => {
          setPrint(null);
        }}
      />
    </header>
  );
}
