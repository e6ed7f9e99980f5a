import { Alert, Button, Checkbox, Form, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { stepsOf, useStep, type ImportMapping, type ImportOrder, type ImportPlace, type ImportState, type ImportTarget } from './queries';
import styles from './imports.module.css';

type Column = ImportState['columns'][number];
type Mode = ImportOrder['mode'];

interface MappingProps {
  place: ImportPlace;
  state: ImportState;
  hasFlow: boolean;
}

/** What was decided before for this sheet, else what is proposed. */
function firstOrder(state: ImportState): ImportOrder {
  const before = state.order;
  if (before !== null && before !== undefined && before.sheet === state.sheet && before.head === state.head) return before;
  const columns = state.columns.flatMap(({ column, proposed }): ImportMapping[] => (proposed === null || proposed === undefined ? [] : [{ column, field: proposed, by: null }]));
  return { sheet: state.sheet, head: state.head, columns, mode: 'add', key: null, clear: false, whole: false, flow: false, notify: false };
}

/** Which column goes into which field, and what becomes of the rows. */
export function Mapping({ place, state, hasFlow }: MappingProps) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<ImportOrder>(() => firstOrder(state));
  const check = useStep(place, (wanted: ImportOrder) => stepsOf(place).check(wanted));
  const mapped = new Set(order.columns.map(({ field }) => field));
  const missing = state.targets.filter((target) => target.required && target.refused === null && !mapped.has(target.path) && !target.path.includes('.'));
  const ready = order.columns.length > 0 && (order.mode === 'add' || (order.key !== null && order.key !== undefined));
  return (
    <>
      <Place place={place} state={state} />
      <section className={styles['card']} aria-label={t('imports.columns')}>
        <h2>{t('imports.columns')}</h2>
        <div className={styles['rowHead']} aria-hidden>
          <span>{t('imports.column')}</span>
          <span>{t('imports.samples')}</span>
          <span>{t('imports.goes_to')}</span>
        </div>
        {state.columns.map((column) => (
          <Row key={column.column} column={column} order={order} change={setOrder} targets={state.targets} />
        ))}
        {missing.length > 0 && order.mode !== 'change' && <Missing targets={missing} />}
      </section>
      <What order={order} change={setOrder} targets={state.targets} hasFlow={hasFlow} />
      <div className={styles['foot']}>
        <Button type="primary" disabled={!ready} loading={check.isPending} onClick={() => { check.mutate(order); }}>{t('imports.check')}</Button>
      </div>
    </>
  );
}

function Missing({ targets }: { targets: readonly ImportTarget[] }) {
  const { t } = useTranslation();
  const text = useText();
  return <Alert type="warning" showIcon title={t('imports.missing', { fields: targets.map(({ label }) => text(label)).join(t('imports.and')) })} />;
}

/** The sheet and the row of its heads. */
function Place({ place, state }: { place: ImportPlace; state: ImportState }) {
  const { t } = useTranslation();
  const look = useStep(place, (wanted: { sheet: number; head: number | null }) => stepsOf(place).look(wanted));
  return (
    <Form layout="vertical" className={styles['place']}>
      {state.sheets.length > 1 && (
        <Form.Item label={t('imports.sheet')} htmlFor="import-sheet">
          <Select
            id="import-sheet"
            value={state.sheet}
            loading={look.isPending}
            options={state.sheets.map(({ name, rows }, value) => ({ value, label: t('imports.sheet_of', { name, rows }) }))}
            onChange={(sheet) => { look.mutate({ sheet, head: null }); }}
          />
        </Form.Item>
      )}
      <Form.Item label={t('imports.head')} htmlFor="import-head" help={t('imports.head_help')}>
        <InputNumber
          id="import-head"
          min={0}
          max={1000}
          defaultValue={state.head}
          onPressEnter={(event) => { event.currentTarget.blur(); }}
          onBlur={(event) => {
            const head = Number(event.target.value);
            if (Number.isInteger(head) && head !== state.head) look.mutate({ sheet: state.sheet, head });
          }}
        />
      </Form.Item>
    </Form>
  );
}

interface RowProps {
  column: Column;
  order: ImportOrder;
  change: (order: ImportOrder) => void;
  targets: readonly ImportTarget[];
}

function Row({ column, order, change, targets }: RowProps) {
  const { t } = useTranslation();
  const text = useText();
  const name = column.head === '' ? column.letters : column.head;
  const own = order.columns.find((mapped) => mapped.column === column.column);
  const target = targets.find(({ path }) => path === own?.field);
  const taken = new Set(order.columns.filter((mapped) => mapped.column !== column.column).map(({ field }) => field));
  const set = (mapping: ImportMapping | null): void => {
    const others = order.columns.filter((mapped) => mapped.column !== column.column);
    const columns = mapping === null ? others : [...others, mapping];
    const key = order.key !== null && columns.some(({ field }) => field === order.key) ? order.key : null;
    change({ ...order, columns, key: key ?? null });
  };
  const options = targets.map(({ path, label, refused }) => ({
    value: path,
    label: refused === null || refused === undefined ? text(label) : `${text(label)} — ${text(refused)}`,
    disabled: (refused !== null && refused !== undefined) || taken.has(path),
  }));
  return (
    <div className={styles['row']}>
      <div className={styles['name']}>
        <span className={styles['letters']}>{column.letters}</span>
        <strong>{column.head}</strong>
      </div>
      <div className={styles['samples']}>{column.samples.join(' · ')}</div>
      <div className={styles['target']}>
        <Select
          aria-label={t('imports.field_of', { name })}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('imports.left_out')}
          value={own?.field ?? null}
          options={options}
          onChange={(field: string | null | undefined) => { set(field === null || field === undefined ? null : { column: column.column, field, by: null }); }}
        />
        {own !== undefined && target !== undefined && target.by.length > 1 && (
          <Select
            aria-label={t('imports.by_of', { name })}
            value={own.by ?? target.by[0]?.field ?? null}
            options={target.by.map(({ field, label }) => ({ value: field, label: t('imports.by', { field: text(label) }) }))}
            onChange={(by: string | null) => { set({ ...own, by }); }}
          />
        )}
      </div>
    </div>
  );
}

interface WhatProps {
  order: ImportOrder;
  change: (order: ImportOrder) => void;
  targets: readonly ImportTarget[];
  hasFlow: boolean;
}

/** What becomes of the rows. */
function What({ order, change, targets, hasFlow }: WhatProps) {
  const { t } = useTranslation();
  const text = useText();
  const keys = targets.filter((target) => target.key && order.columns.some(({ field }) => field === target.path));
  const modes: readonly Mode[] = ['add', 'both', 'change'];
  const tick = (name: 'clear' | 'whole' | 'flow' | 'notify') => (
    <Checkbox key={name} checked={order[name] === true} onChange={(event) => { change({ ...order, [name]: event.target.checked }); }}>{t(`imports.${name}`)}</Checkbox>
  );
  return (
    <section className={styles['card']} aria-label={t('imports.what')}>
      <h2>{t('imports.what')}</h2>
      <Radio.Group
        className={styles['modes'] ?? ''}
        aria-label={t('imports.what')}
        value={order.mode}
        options={modes.map((value) => ({ value, label: t(`imports.mode.${value}`) }))}
        onChange={({ target: { value } }: { target: { value?: Mode } }) => { change({ ...order, mode: value ?? 'add' }); }}
      />
      {order.mode !== 'add' && (
        <Form layout="vertical">
          <Form.Item label={t('imports.key')} htmlFor="import-key" help={keys.length === 0 ? t('imports.no_key') : t('imports.key_help')}>
            <Select
              id="import-key"
              value={order.key ?? null}
              placeholder={t('imports.key_choose')}
              options={keys.map(({ path, label }) => ({ value: path, label: text(label) }))}
              onChange={(key: string | null) => { change({ ...order, key }); }}
            />
          </Form.Item>
        </Form>
      )}
      <div className={styles['ticks']}>
        {order.mode !== 'add' && tick('clear')}
        {tick('whole')}
        {hasFlow && order.mode !== 'change' && tick('flow')}
        {tick('notify')}
      </div>
    </section>
  );
}
