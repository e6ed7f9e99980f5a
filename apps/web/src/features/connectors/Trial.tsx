import { ThunderboltOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Collapse, DatePicker, Input, InputNumber, Popconfirm, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, isText, textIn, type Json } from '@/api';
import { useProblemText } from '@/components';
import { idOfWords, labelled, objectsIn, withKey } from '@/definition';
import { OptionTag } from '@/controls/shared/OptionTag';
import { useBuilder } from '@/features/build';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { JsonTree } from './JsonTree';
import styles from './connectors.module.css';

type Outcome = components['schemas']['OperationTrial'];

interface ValueProps {
  name: string;
  kind: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** A value of one of the kinds that go over to a system outside. */
function ValueInput({ name, kind, value, onChange }: ValueProps) {
  const text = typeof value === 'string' ? value : '';
  switch (kind) {
    case 'number':
      return <InputNumber stringMode className={styles['wide'] ?? ''} aria-label={name} value={text === '' ? null : text} onChange={(next) => { onChange(next === null ? null : String(next)); }} />;
    case 'bool':
      return <Switch aria-label={name} checked={value === true} onChange={onChange} />;
    case 'date':
      return <DatePicker aria-label={name} value={text === '' ? null : dayjs(text)} onChange={(day: Dayjs | null) => { onChange(day === null ? null : day.format('YYYY-MM-DD')); }} />;
    case 'instant':
      return <DatePicker showTime aria-label={name} value={text === '' ? null : dayjs(text)} onChange={(moment: Dayjs | null) => { onChange(moment === null ? null : moment.toISOString()); }} />;
    default:
      return <Input aria-label={name} value={text} onChange={(event) => { onChange(event.target.value === '' ? null : event.target.value); }} />;
  }
}

interface SeenProps {
  outcome: Outcome;
  operation: Json;
  onPick: (pointer: string, name: string, value: unknown) => void;
}

/** What came back: how it went, what the operation takes from it, and the whole of it. */
function Seen({ outcome, operation, onPick }: SeenProps) {
  const { t } = useTranslation();
  const text = useText();
  const { status, fault } = outcome;
  const good = fault === null || fault === undefined;
  const pointers = new Map(objectsIn(operation, 'answer').map((one) => [one['id'], textIn(one, 'pointer') ?? '']));
  return (
    <div className={styles['seen']} role="region" aria-label={t('connectors.answer')}>
      <p className={styles['line']}>
        <OptionTag tone={good ? 'good' : 'danger'} label={typeof status === 'number' ? t('connectors.status', { status }) : t('connectors.no_answer')} />
        {typeof status === 'number' && <span>{t('connectors.took', { millis: outcome.millis })}</span>}
        {typeof outcome.path === 'string' && <code>{`${outcome.method} ${outcome.path}`}</code>}
      </p>
      {!good && <Alert type="error" showIcon title={text(fault.message)} {...(fault.word === 'not_bound' ? { description: t('connectors.bind_it') } : {})} />}
      {outcome.outputs.length > 0 && (
        <table className={styles['outputs']} aria-label={t('connectors.outputs')}>
          <thead>
            <tr>
              <th scope="col">{t('connectors.output')}</th>
              <th scope="col">{t('connectors.place')}</th>
              <th scope="col">{t('connectors.value')}</th>
            </tr>
          </thead>
          <tbody>
            {outcome.outputs.map((output) => (
              <tr key={output.id}>
                <td>{text(output.label) || output.id}</td>
                <td><code>{pointers.get(output.id)}</code></td>
                <td>{output.fault === null || output.fault === undefined ? <code>{output.value === null ? t('connectors.blank') : isText(output.value) ? output.value : JSON.stringify(output.value)}</code> : <span className={styles['bad']}>{text(output.fault)}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {outcome.body_kind === 'json' && <div className={styles['body']}><JsonTree name="" pointer="" value={outcome.json} onPick={onPick} /></div>}
      {outcome.body_kind === 'text' && <Input.TextArea readOnly aria-label={t('connectors.answer')} autoSize={{ minRows: 2, maxRows: 20 }} value={outcome.text ?? ''} />}
      {outcome.cut && <p className={styles['soft']}>{t('connectors.cut')}</p>}
      {outcome.headers.length > 0 && (
        <Collapse
          size="small"
          items={[
            {
              key: 'headers',
              label: t('connectors.headers', { count: outcome.headers.length }),
              children: (
                <dl className={styles['headers']}>
                  {outcome.headers.map(({ name, value }, index) => (
                    // A header may come twice.
                    // eslint-disable-next-line react/no-array-index-key
                    <div key={index}>
                      <dt>{name}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}

function kindOf(value: unknown): string | undefined {
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'bool' : undefined;
}

/** The operation with a further value that it takes from answers. */
function withOutput(operation: Json, pointer: string, name: string, value: unknown): Json {
  const answer = objectsIn(operation, 'answer');
  if (answer.some((one) => one['pointer'] === pointer)) return operation;
  const wanted = idOfWords(name) || 'value';
  const taken = new Set(answer.map((one) => one['id']));
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}_${String(number)}`;
  const kind = kindOf(value);
  return withKey(operation, 'answer', [...answer, { id, label: { 'zh-CN': name, en: name }, pointer, ...(kind === undefined ? {} : { kind }) }]);
}

interface TrialProps {
  app: string;
  connector: string;
  operation: Json;
  onChange: (operation: Json) => void;
}

/** Calls the operation once, as it is saved now, at the address that the deployment has bound. */
export function Trial({ app, connector, operation, onChange }: TrialProps) {
  const { t } = useTranslation();
  const text = useText();
  const problemText = useProblemText();
  const saved = useBuilder((state) => state.saving.state === 'saved');
  const [given, setGiven] = useState<Json>({});
  const id = String(operation['id']);
  const inputs = objectsIn(operation, 'inputs');
  const method = textIn(operation, 'method') ?? 'GET';
  const writes = method !== 'GET';
  const call = useMutation({
    mutationFn: () => {
      const known = Object.fromEntries(inputs.map((input) => [String(input['id']), given[String(input['id'])] ?? (textIn(input, 'kind') === 'bool' ? false : null)]));
      return ask(client.POST('/api/build/{app}/connectors/{connector}/operations/{operation}/try', { params: { path: { app, connector, operation: id } }, body: { inputs: known } }));
    },
    retry: false,
  });
  const button = (
    <Button type="primary" icon={<ThunderboltOutlined aria-hidden />} loading={call.isPending} disabled={!saved} {...(writes ? {} : { onClick: () => { call.mutate(); } })}>
      {t('connectors.try')}
    </Button>
  );
  return (
    <section className={styles['trial']} aria-label={t('connectors.trial_of', { name: text(labelled(operation['label'])) || id })}>
      <h3>{t('connectors.trial')}</h3>
      <p className={styles['soft']}>{t('connectors.trial_help')}</p>
      {inputs.length > 0 && (
        <div className={styles['inputs']}>
          {inputs.map((input) => {
            const key = String(input['id']);
            const name = text(labelled(input['label'])) || key;
            return (
              <label key={key}>
                <span>{input['required'] === true ? t('connectors.required', { name }) : name}</span>
                <ValueInput name={name} kind={textIn(input, 'kind') ?? 'text'} value={given[key]} onChange={(value) => { setGiven({ ...given, [key]: value }); }} />
              </label>
            );
          })}
        </div>
      )}
      {writes && <Alert type="warning" showIcon title={t('connectors.writes', { method })} />}
      <div>
        {writes ? (
          <Popconfirm title={t('connectors.really', { method })} okText={t('connectors.try')} cancelText={t('action.cancel')} disabled={!saved} onConfirm={() => { call.mutate(); }}>
            {button}
          </Popconfirm>
        ) : (
          button
        )}
      </div>
      {call.isError && <Alert type="error" showIcon title={problemText(call.error)} />}
      {call.data !== undefined && <Seen outcome={call.data} operation={operation} onPick={(pointer, name, value) => { onChange(withOutput(operation, pointer, name, value)); }} />}
    </section>
  );
}
