import { App, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, type CaseOffer } from '@/api';
import { useText } from '@/i18n';
import { useRefusal } from '../useRefusal';
import { useSubmitKey } from '../useSend';
import { PersonPicker } from './PersonPicker';
import { useActWords } from './words';
import styles from './act.module.css';

/** What ends a case or moves it where it was not meant to go. */
const heavy: readonly string[] = ['terminate', 'withdraw', 'jump', 'skip'];
/** What is done to a case that stands still needs a reason. */
const reasoned: readonly string[] = ['retry', 'skip'];
/** What goes to a person who has to be chosen. */
const toSomebody: readonly string[] = ['add_row', 'reassign'];

interface CaseDialogProps {
  path: { app: string; form: string; id: string };
  title: string;
  /** All offers of one action: one for each step at which it is possible. */
  offers: readonly CaseOffer[];
  changed: () => Promise<void>;
  close: () => void;
}

/** What a person does with the case as a whole: says what will happen, asks for what is needed, takes a reason along. */
export function CaseDialog({ path, title, offers, changed, close }: CaseDialogProps) {
  const { t } = useTranslation();
  const text = useText();
  const words = useActWords();
  const refusal = useRefusal();
  const submitKey = useSubmitKey();
  const { message } = App.useApp();
  const [at, setAt] = useState(0);
  const [to, setTo] = useState('');
  const [people, setPeople] = useState<readonly string[]>([]);
  const [opinion, setOpinion] = useState('');
  const [busy, setBusy] = useState(false);
  const offer = offers[at] ?? offers[0];
  if (offer === undefined) return null;
  const { action } = offer;
  const verb = words[action]?.toDo ?? action;
  const [person] = people;
  const incomplete = (action === 'jump' && to === '') || (toSomebody.includes(action) && person === undefined) || (reasoned.includes(action) && opinion.trim() === '');
  const send = async (): Promise<void> => {
    const said = opinion.trim() === '' ? {} : { opinion: opinion.trim() };
    const node = offer.node === null || offer.node === undefined ? {} : { node: offer.node };
    const from = offer.whose === null || offer.whose === undefined ? {} : { from: offer.whose.id };
    const body = { action, ...said, ...node, ...from, ...(action === 'jump' ? { to_node: to } : {}), ...(person === undefined ? {} : { to: person }) };
    const headers = { 'Idempotency-Key': submitKey(body) };
    setBusy(true);
    try {
      if (action === 'withdraw') await ask(client.POST('/api/apps/{app}/forms/{form}/records/{id}/withdraw', { params: { path }, headers, body: said }));
      else await ask(client.POST('/api/apps/{app}/forms/{form}/records/{id}/case', { params: { path }, headers, body }));
      message.success(words[action]?.wasDone ?? '');
      close();
    } catch (error) {
      refusal(error, null);
      setBusy(false);
    }
    // What was refused is no longer as it was shown.
    await changed();
  };
  return (
    <Modal
      open
      title={t('act.case_title', { action: verb, title })}
      okText={verb}
      okButtonProps={{ loading: busy, disabled: incomplete, danger: heavy.includes(action) }}
      onOk={() => void send()}
      onCancel={close}
    >
      <div className={styles['fields']}>
        <p className={styles['note']}>{t(`act.${action}_note`, { step: text(offer.node_label), who: offer.whose?.name ?? '' })}</p>
        {offers.length > 1 && (
          <fieldset className={styles['choice']}>
            <legend>{t(action === 'jump' ? 'act.jump_from' : 'act.at_step')}</legend>
            <Radio.Group
              vertical
              value={at}
              aria-label={t(action === 'jump' ? 'act.jump_from' : 'act.at_step')}
              options={offers.map((one, index) => ({ value: index, label: one.whose === null || one.whose === undefined ? text(one.node_label) : t('act.step_of', { step: text(one.node_label), who: one.whose.name }) }))}
              onChange={(event) => {
                setAt(Number(event.target.value));
                setTo('');
              }}
            />
          </fieldset>
        )}
        {action === 'jump' && (
          <fieldset className={styles['choice']}>
            <legend>{t('act.jump_to')}</legend>
            <Radio.Group vertical value={to} aria-label={t('act.jump_to')} options={offer.to.map((step) => ({ value: step.node, label: text(step.label) }))} onChange={(event) => { setTo(String(event.target.value)); }} />
          </fieldset>
        )}
        {toSomebody.includes(action) && <PersonPicker chosen={people} choose={setPeople} several={false} />}
        <label className={styles['field']}>
          <span>{t(reasoned.includes(action) ? 'act.reason_needed' : 'act.reason')}</span>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} value={opinion} onChange={(event) => { setOpinion(event.target.value); }} />
        </label>
      </div>
    </Modal>
  );
}
