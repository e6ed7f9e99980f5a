import { Tooltip } from 'antd';
import { QuestionCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { memo, useMemo } from 'react';
import { controlOf } from '@/controls';
import { Calculated } from '@/controls/shared/Calculated';
import type { FieldDescription, Path } from '@/engine';
import { useText } from '@/i18n';
import { useCell, useFaultText, useForm } from './context';
import { keyOf } from './controller';
import { Overrulable } from './Overrulable';
import { overrulerOf } from './overruling';
import styles from './form.module.css';

/** Whether there is nothing to show. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

export function domIdOf(path: Path): string {
  return `f-${keyOf(path).replaceAll('/', '-')}`;
}

/** The field with the options that are offered now; one is offered with all that is above and below it, and what is chosen stays. */
function useOffered(field: FieldDescription, offered: readonly string[] | null | undefined, value: unknown): FieldDescription {
  return useMemo(() => {
    if (offered === null || offered === undefined) return field;
    const parents = new Map(field.options.map((option) => [option.id, option.parent]));
    const above = (id: string): readonly string[] => {
      const path = [id];
      for (let next = parents.get(id); typeof next === 'string' && !path.includes(next); next = parents.get(next)) path.push(next);
      return path;
    };
    const chosen = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    const open = new Set([...offered, ...chosen].flatMap(above));
    const wanted = new Set(offered);
    return { ...field, options: field.options.filter((option) => open.has(option.id) || above(option.id).some((id) => wanted.has(id))) };
  }, [field, offered, value]);
}

interface FieldInputProps {
  field: FieldDescription;
  path: Path;
  compact?: boolean;
  label: string;
}

/** The input of a cell, whatever its kind: entered, calculated or shown only. */
export function FieldInput({ field, path, compact, label }: FieldInputProps) {
  const { t } = useTranslation();
  const form = useForm();
  const cell = useCell(path);
  const fault = useFaultText(path);
  const control = controlOf(field.kind);
  const offered = useOffered(field, cell?.offered, cell?.value);
  if (cell === undefined || control === undefined) return null;
  const id = domIdOf(path);
  const { Input, Display } = control;
  if (cell.pending && field.origin !== 'entered') {
    return (
      <output id={id} className={styles['pending']}>
        {t('form.after_submit')}
      </output>
    );
  }
  if (field.origin === 'calculated' && field.kind !== 'computed' && control.draws !== true) {
    return (
      <Calculated id={id} compact={compact} field={field}>
        {isBlank(cell.value) ? <span className={styles['blank']}>—</span> : <Display field={field} value={cell.value} names={{}} />}
      </Calculated>
    );
  }
  return (
    <div className={styles['input']} {...(compact === true ? { 'aria-label': label, role: 'group' } : {})}>
      <Input
        id={id}
        field={offered}
        path={typeof path === 'string' ? path : `${path[0]}.${path[2]}`}
        value={cell.value}
        disabled={cell.readonly}
        required={cell.required}
        invalid={fault !== ''}
        describedBy={fault === '' ? undefined : `${id}-fault`}
        {...(compact === true ? { compact: true } : {})}
        onChange={(value) => {
          form.edit(path, value);
        }}
        onFill={(beside, value) => {
          form.edit(typeof path === 'string' ? beside : [path[0], path[1], beside], value);
        }}
      />
    </div>
  );
}

function Box({ field, wide }: { field: FieldDescription; wide: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const form = useForm();
  const cell = useCell(field.id);
  const by = overrulerOf(field);
  const own = useFaultText(field.id);
  const overruled = useFaultText(by ?? field.id);
  const fault = own === '' ? overruled : own;
  const control = controlOf(field.kind);
  if (cell?.visible !== true || control === undefined) return null;
  const id = domIdOf(field.id);
  if (control.unseen?.(field) === true) return <FieldInput field={field} path={field.id} label={text(field.label)} />;
  const help = cell.help ?? text(field.help);
  const label = cell.label ?? text(field.label);
  return (
    <div
      className={styles['field']}
      data-wide={wide || control.wide === true}
      data-field={field.id}
      data-invalid={fault !== ''}
      onBlur={() => {
        form.leave(field.id);
        if (by !== undefined) form.leave(by);
      }}
    >
      <label className={styles['label']} id={`${id}-label`} htmlFor={id}>
        {label}
        {cell.required && (
          <span className={styles['required']} title={t('form.required')}>
            <span aria-hidden="true">*</span>
            <span className="visually-hidden">{t('form.required')}</span>
          </span>
        )}
        {help !== '' && (
          <Tooltip title={help}>
            <QuestionCircleOutlined className={styles['help'] ?? ''} tabIndex={0} aria-label={help} />
          </Tooltip>
        )}
      </label>
      {by === undefined ? <FieldInput field={field} path={field.id} label={label} /> : <Overrulable field={field} by={by} label={label} />}
      {fault !== '' && (
        <p className={styles['fault']} id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** A field with its label above and what is wrong below; drawn again only when its own cell or words change. */
export const FieldBox = memo(Box);
