import { ClockCircleOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Collapse, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import type { FieldDescription } from '@/engine';
import { useFormat } from '@/i18n/format';
import { AddSigners } from './AddSigners';
import type { ActionNow, TodoNow } from './answers';
import type { Cast } from './cast';
import { fillable, ValueInputs } from './ValueInputs';
import styles from './simulation.module.css';

interface TodoCardProps {
  todo: TodoNow;
  name: (node: string) => string;
  fields: readonly FieldDescription[];
  cast: Cast;
  now: string;
  /** The node of the start: a return to it is one to the starter. */
  start: string | undefined;
  act: (step: Json) => void;
}

/** What decides comes first and stands out. */
const main = new Set(['approve', 'complete', 'resubmit', 'claim']);

/** So many fields stand on a card without being folded up. */
const few = 4;

/** An open to-do: who has it, until when, and what its holder may do. */
export function TodoCard({ todo, name, fields, cast, now, start, act }: TodoCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [values, setValues] = useState<Json>({});
  const own = fillable(fields).filter((field) => todo.fields.some(({ id }) => id === field.id));
  const must = new Set(todo.fields.flatMap(({ id, must: needed }) => (needed ? [id] : [])));
  // What must be filled in comes first; a long rest would hide the buttons.
  const needed = own.filter((field) => must.has(field.id));
  const [ahead, rest] = own.length > few ? [needed, own.filter((field) => !must.has(field.id))] : [own, []];
  const inputs = (some: readonly FieldDescription[]) => (some.length === 0 ? null : <ValueInputs fields={some} prefix={`${todo.holder} `} must={must} cast={cast} values={values} onChange={setValues} />);
  const left = todo.due === null ? 0 : Date.parse(todo.due) - Date.parse(now);
  const step = (action: string, to?: string, more: Json = {}): void => {
    act({ do: 'act', by: todo.holder, node: todo.node, action, ...(to === undefined ? {} : { to }), ...more, ...(Object.keys(values).length === 0 ? {} : { values }) });
  };
  const offer = ({ action, to, person, people }: ActionNow) => {
    const word = t(`act.${action}`);
    const label = t('flow-designer.simulation.does', { action: word, who: todo.holder, step: name(todo.node) });
    const others = cast.people.filter((one) => one.name !== todo.holder).map((one) => ({ key: one.name, label: one.name }));
    const steps = to.map((node) => ({ key: node, label: node === start ? t('flow-designer.simulation.to_starter') : name(node) }));
    if (action === 'add_sign') return <AddSigners key={action} label={label} others={others.map(({ key }) => key)} add={(added, place) => { step(action, undefined, { people: added, place }); }} />;
    const choices = person ? others : people.length > 0 ? people.map((one) => ({ key: one, label: one })) : steps;
    if (choices.length === 0) return <Button key={action} size="small" type={main.has(action) ? 'primary' : 'default'} aria-label={label} onClick={() => { step(action); }}>{word}</Button>;
    return (
      <Dropdown key={action} trigger={['click']} menu={{ items: choices, onClick: ({ key }) => { step(action, action === 'return' && key === start ? undefined : key); } }}>
        <Button size="small" aria-label={label}>{word}</Button>
      </Dropdown>
    );
  };
  return (
    <li className={styles['todo']} aria-label={t('flow-designer.simulation.todo_of', { who: todo.holder, step: name(todo.node) })}>
      <strong>{name(todo.node)}</strong>
      <span className={styles['facts']}>
        <span><UserOutlined aria-hidden /> {todo.holder}</span>
        {todo.offered && <span>{t('flow-designer.simulation.offered')}</span>}
        {todo.due !== null && (
          <span data-late={left < 0} title={format.moment(todo.due)}>
            <ClockCircleOutlined aria-hidden /> {t('deadline.until', { moment: format.moment(todo.due) })} · {t(left < 0 ? 'deadline.overdue' : 'deadline.left', { span: format.span(left) })}
          </span>
        )}
      </span>
      {inputs(ahead)}
      {rest.length > 0 && <Collapse size="small" items={[{ key: 'rest', label: t('flow-designer.simulation.more_fields', { count: rest.length }), children: inputs(rest) }]} />}
      <div className={styles['buttons']}>{todo.actions.map(offer)}</div>
    </li>
  );
}
