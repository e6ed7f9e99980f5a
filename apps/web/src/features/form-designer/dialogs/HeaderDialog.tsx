import { Button, Checkbox, Input, Modal, Select, Table, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { useDesign } from '../design';
import { addMade } from '../model/commands';
import { fieldFrom, guessesOf, type Guess } from '../model/header';
import { selectionNow, useSelection } from '../selection';
import { fitting, placeFor } from '../target';
import styles from '../designer.module.css';

/** Kinds that need no more than a name: what else a header can become is chosen later. */
const simple: ReadonlySet<string> = new Set(['text', 'number', 'time', 'file', 'people', 'place']);

/** Headers that were copied from a sheet become fields, each shown with what was guessed and by what. */
export function HeaderDialog() {
  const { t } = useTranslation();
  const text = useText();
  const design = useDesign();
  const { form, layout, kinds, run } = design;
  const pasted = useSelection((state) => state.pasted);
  const { set, choose } = selectionNow();
  const [copied, setCopied] = useState(pasted);
  const [changes, setChanges] = useState<Readonly<Record<string, Partial<Guess>>>>({});
  const [left, setLeft] = useState<readonly string[]>([]);
  const guesses = useMemo(() => guessesOf(copied, form).map((guess) => ({ ...guess, ...changes[guess.id] })), [copied, form, changes]);
  const wanted = guesses.filter(({ id }) => !left.includes(id));
  const change = (id: string, some: Partial<Guess>): void => { setChanges((before) => ({ ...before, [id]: { ...before[id], ...some } })); };
  const close = (): void => { set({ dialog: null, pasted: '' }); };
  const offered = (guess: Guess) =>
    [...kinds.values()]
      .filter((kind) => simple.has(kind.group ?? '') || kind.kind === 'switch' || (kind.kind === 'choice' && guess.options.length > 0) || kind.kind === guess.kind)
      .map((kind) => ({ value: kind.kind, label: text(kind.label) }));
  const add = (): void => {
    const fields = wanted.map(fieldFrom);
    const { chosen } = selectionNow();
    const place = fitting(design, placeFor(design, chosen, 'field'), 'field');
    run(t('form-designer.header_added', { count: fields.length }), addMade(form, layout, place, { fields, nodes: fields.map((field) => ({ kind: 'field', field: field['id'] })) }));
    choose(fields.map((field) => `field:${String(field['id'])}`));
    close();
    selectionNow().grab();
  };
  return (
    <Modal
      open
      width={960}
      title={t('form-designer.header_title')}
      okText={t('form-designer.header_add', { count: wanted.length })}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: wanted.length === 0 }}
      onOk={add}
      onCancel={close}
    >
      <div className={styles['stack']}>
        <p className={styles['soft']}>{t('form-designer.header_help')}</p>
        <Input.TextArea autoFocus aria-label={t('form-designer.header_paste')} placeholder={t('form-designer.header_paste')} autoSize={{ minRows: 2, maxRows: 5 }} value={copied} onChange={(event) => { setCopied(event.target.value); setChanges({}); setLeft([]); }} />
        {guesses.length > 0 && (
          <Table<Guess>
            size="small"
            rowKey="id"
            pagination={false}
            scroll={{ x: 680, y: 360 }}
            dataSource={guesses}
            columns={[
              { title: t('form-designer.take_it'), width: 56, render: (_, { id, label }) => <Checkbox aria-label={t('form-designer.take_field', { label })} checked={!left.includes(id)} onChange={(event) => { setLeft(event.target.checked ? left.filter((one) => one !== id) : [...left, id]); }} /> },
              { title: t('form-designer.label'), render: (_, guess) => <Input size="small" aria-label={t('form-designer.label_of', { label: guess.label })} value={guess.label} onChange={(event) => { change(guess.id, { label: event.target.value }); }} /> },
              { title: t('form-designer.english'), render: (_, guess) => <Input size="small" aria-label={t('form-designer.english_of', { label: guess.label })} value={guess.en} onChange={(event) => { change(guess.id, { en: event.target.value }); }} /> },
              { title: t('form-designer.kind'), width: 168, render: (_, guess) => <Select size="small" className={styles['wide'] ?? ''} aria-label={t('form-designer.kind_of', { label: guess.label })} showSearch={{ optionFilterProp: 'label' }} value={guess.kind} options={offered(guess)} onChange={(kind) => { change(guess.id, { kind }); }} /> },
              { title: t('form-designer.required'), width: 56, render: (_, guess) => <Checkbox aria-label={t('form-designer.required_of', { label: guess.label })} checked={guess.required} onChange={(event) => { change(guess.id, { required: event.target.checked }); }} /> },
              { title: t('form-designer.guessed'), width: 160, render: (_, { by, unit, options }) => <span className={styles['marks']}><Tag>{t(`form-designer.by.${by}`)}</Tag>{unit !== '' && <Tag>{unit}</Tag>}{options.length > 0 && <Tag>{t('form-designer.options_n', { count: options.length })}</Tag>}</span> },
            ]}
          />
        )}
        {copied.trim() !== '' && guesses.length === 0 && <p className={styles['soft']}>{t('form-designer.header_none')}</p>}
        {left.length > 0 && <Button size="small" type="link" onClick={() => { setLeft([]); }}>{t('form-designer.take_all')}</Button>}
      </div>
    </Modal>
  );
}
