import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textIn, type Json } from '@/api';
import { jsonOf, labelled, objectsIn } from '@/definition';
import type { FieldDescription } from '@/engine';
import { beyondFormulas, findingsOf, FormulaInput, LabelInput, useBuilder, useGround, type Finding } from '@/features/build';
import { useDescription } from '@/features/formula-editor';
import { Findings } from '@/features/packages';
import { useText } from '@/i18n';
import { addRule, changeRule, conditions, openAspects, removeRule, ruleId, rulesOf, type Aspect, type Decidable, type LogicRule, type Use } from '../model/logic';
import { usesInApp } from '../model/uses';
import styles from './panels.module.css';

interface LogicPanelProps {
  app: string;
  form: Json;
  field: Json;
  /** What is found in the whole form. */
  findings: readonly Finding[];
  labelOf: (id: string) => string;
  choose: (field: string) => void;
  changeForm: (name: string, form: Json) => void;
}

/** A rule that is there, or one of which nothing was written yet. */
interface Shown {
  id: string;
  target: string;
  aspect: Aspect;
  rule: LogicRule | null;
  message: unknown;
}

/** The column of `lines.price`. */
function columnOf(target: string): string | undefined {
  return target.split('.')[1];
}

function decidable(described: FieldDescription | undefined, field: Json, table: boolean): Decidable {
  return {
    origin: described?.origin,
    kind: textIn(field, 'kind') ?? '',
    options: described === undefined ? Array.isArray(field['options']) || typeof field['dictionary'] === 'string' : described.options.length > 0,
    table,
  };
}

/** The type that must hold what a rule answers, where only that type can. */
function wantedBy(aspect: Aspect, described: FieldDescription | undefined): unknown {
  if (aspect === 'label' || aspect === 'help') return 'text';
  if ((aspect !== 'value' && aspect !== 'default') || described === undefined || described.several) return undefined;
  if (described.type === 'number') return { number: { scale: described.scale ?? 0 } };
  return described.type === 'bool' || described.type === 'time' ? described.type : undefined;
}

/** What is decided about the chosen field, by conditions or formulas, and what reads it. */
export function LogicPanel({ app, form, field, findings, labelOf, choose, changeForm }: LogicPanelProps) {
  const { t } = useTranslation();
  const text = useText();
  const described = useDescription(useGround());
  const id = String(field['id']);
  const columns = objectsIn(field, 'fields');
  const [begun, setBegun] = useState<readonly Shown[]>([]);
  const rules = rulesOf(form, id);
  const own = described?.fields.find((one) => one.id === id);
  const describedAt = (target: string): FieldDescription | undefined => {
    const column = columnOf(target);
    return column === undefined ? own : own?.columns.find((one) => one.id === column);
  };
  const nameOf = (target: string): string => {
    const column = columns.find((one) => one['id'] === columnOf(target));
    return column === undefined ? '' : text(labelled(column['label'])) || String(column['id']);
  };
  const titleOf = ({ target, aspect }: { target: string; aspect: Aspect }): string =>
    [nameOf(target), t(`form-designer.aspect.${aspect}`)].filter((part) => part !== '').join(' · ');
  const stood = rules.map((rule): Shown => ({ id: rule.id, target: rule.target, aspect: rule.aspect, rule, message: rule.message }));
  const cards = [...stood, ...begun.filter((one) => stood.every((other) => other.id !== one.id))];

  const begin = (target: string, aspect: Aspect): void => {
    const ruleOf = ruleId(form, target, aspect, begun.map((one) => one.id));
    setBegun([...begun, { id: ruleOf, target, aspect, rule: null, message: undefined }]);
  };
  const write = (shown: Shown, formula: string | undefined): void => {
    const name = `${shown.target}:${shown.aspect}`;
    if (shown.rule !== null) {
      changeForm(name, formula === undefined ? removeRule(form, shown.rule.id) : changeRule(form, shown.rule.id, { formula }));
      // An emptied card stays, so that something else can be written into it.
      if (formula === undefined) setBegun([...begun.filter((one) => one.id !== shown.id), { ...shown, rule: null }]);
    } else if (formula !== undefined) {
      changeForm(name, addRule(form, { ...shown, formula }));
    }
  };
  const say = (shown: Shown, message: Json | undefined): void => {
    if (shown.rule !== null) changeForm(`${shown.rule.id}:message`, changeRule(form, shown.rule.id, { message }));
    else setBegun(begun.map((one) => (one.id === shown.id ? { ...one, message } : one)));
  };
  const remove = (shown: Shown): void => {
    setBegun(begun.filter((one) => one.id !== shown.id));
    if (shown.rule !== null) changeForm(t('form-designer.rule_removed', { name: titleOf(shown) }), removeRule(form, shown.rule.id));
  };
  const decided = (target: string): readonly Aspect[] => cards.filter((card) => card.target === target).map(({ aspect }) => aspect);
  const itemsFor = (target: string, what: Decidable) =>
    openAspects(what, decided(target)).map((aspect) => ({ key: `${target}:${aspect}`, label: t(`form-designer.aspect.${aspect}`), onClick: () => { begin(target, aspect); } }));
  const items = [
    ...itemsFor(id, decidable(own, field, columns.length > 0)),
    ...columns.map((column) => {
      const target = `${id}.${String(column['id'])}`;
      return { key: target, label: nameOf(target), children: itemsFor(target, decidable(describedAt(target), column, false)) };
    }),
  ];
  return (
    <div className={styles['panel']}>
      {cards.length === 0 && <p className={styles['soft']}>{t('form-designer.no_rules')}</p>}
      {cards.map((shown) => (
        <section key={shown.id} className={styles['rule']} aria-label={titleOf(shown)}>
          <div className={styles['ruleHead']}>
            <h3>{titleOf(shown)}</h3>
            <Button type="text" size="small" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('form-designer.remove_rule', { name: titleOf(shown) })} onClick={() => { remove(shown); }} />
          </div>
          {shown.rule !== null && <FoundAt findings={findings} pointer={`/logic/${String(shown.rule.index)}`} form={String(form['id'])} />}
          <FormulaInput
            name={titleOf(shown)}
            value={shown.rule?.formula}
            condition={conditions.includes(shown.aspect)}
            rowOf={columnOf(shown.target) === undefined ? undefined : id}
            wanted={wantedBy(shown.aspect, describedAt(shown.target))}
            onChange={(formula) => { write(shown, formula); }}
          />
          {shown.aspect === 'valid' && <LabelInput name={t('form-designer.message')} value={shown.message} onChange={(message) => { say(shown, message); }} />}
        </section>
      ))}
      <Dropdown autoFocus trigger={['click']} menu={{ items }}>
        <Button data-rule className={styles['begin'] ?? ''} icon={<PlusOutlined aria-hidden />}>{t('form-designer.add_rule')}</Button>
      </Dropdown>
      <UsedBy app={app} form={form} field={id} labelOf={labelOf} choose={choose} />
    </div>
  );
}

/** What was found at one rule. */
function FoundAt({ findings, pointer, form }: { findings: readonly Finding[]; pointer: string; form: string }) {
  const found = beyondFormulas(findingsOf(findings, 'form', form, pointer));
  return found.length === 0 ? null : <Findings findings={found} />;
}

interface UsedByProps {
  app: string;
  form: Json;
  field: string;
  labelOf: (id: string) => string;
  choose: (field: string) => void;
}

/** Everything that reads the field, each with the way there. */
function UsedBy({ app, form, field, labelOf, choose }: UsedByProps) {
  const { t } = useTranslation();
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  const uses = usesInApp(form, field, Object.values(objects));
  const way = ({ by }: Use) => {
    if (by.type === 'object') {
      const object = objects[`${by.kind}/${by.id}`];
      const name = text(object?.label) || text(labelled(jsonOf(object?.definition)['label'])) || by.id;
      return <Link to={`/build/${app}/${by.kind}/${by.id}`}>{`${t(`build.kinds.${by.kind}`)} · ${name}`}</Link>;
    }
    const target = by.type === 'field' ? by.field : (by.rule.target.split('.')[0] ?? '');
    const what = by.type === 'field' ? t('form-designer.aspect.value') : t(`form-designer.aspect.${by.rule.aspect}`);
    return <Button type="link" size="small" className={styles['use'] ?? ''} onClick={() => { choose(target); }}>{`${labelOf(target)} · ${what}`}</Button>;
  };
  return (
    <section aria-label={t('form-designer.used_by')}>
      <h3 className={styles['group']}>{t('form-designer.used_by')}</h3>
      {uses.length === 0 ? (
        <p className={styles['soft']}>{t('form-designer.not_used')}</p>
      ) : (
        <ul className={styles['uses']}>
          {uses.map((use) => (
            <li key={JSON.stringify(use)}>
              {way(use)}
              {use.by.type === 'rule' && use.by.rule.target.includes('.') && <Tag>{use.by.rule.target.split('.')[1]}</Tag>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
