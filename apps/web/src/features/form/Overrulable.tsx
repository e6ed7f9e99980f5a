import { Button, Tag, Tooltip } from 'antd';
import { EditOutlined, UndoOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '@/engine';
import { useCell, useForm } from './context';
import { domIdOf, FieldInput, isBlank } from './FieldBox';
import styles from './form.module.css';

interface OverrulableProps {
  field: FieldDescription;
  /** The field that is filled in instead. */
  by: string;
  label: string;
}

/** A calculated value with a pencil: whoever knows better writes over it, and there is a way back. */
export function Overrulable({ field, by, label }: OverrulableProps) {
  const { t } = useTranslation();
  const form = useForm();
  const cell = useCell(by);
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const beside = form.session.form.description.fields.find((one) => one.id === by);
  const byHand = cell !== undefined && !isBlank(cell.value);
  useEffect(() => {
    if (open) root.current?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [open]);
  if (beside === undefined || cell?.visible !== true) return <FieldInput field={field} path={field.id} label={label} />;
  if (!byHand && !open) {
    return (
      <div className={styles['overrulable']}>
        <FieldInput field={field} path={field.id} label={label} />
        {!cell.readonly && (
          <Tooltip title={t('form.overrule')}>
            <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('form.overrule_field', { label })} onClick={() => { setOpen(true); }} />
          </Tooltip>
        )}
      </div>
    );
  }
  return (
    <div className={styles['overrulable']} ref={root}>
      <label className="visually-hidden" id={`${domIdOf(by)}-label`} htmlFor={domIdOf(by)}>
        {label}
      </label>
      <FieldInput field={beside} path={by} label={label} />
      {byHand && <Tag>{t('form.by_hand')}</Tag>}
      {!cell.readonly && (
        <Button
          size="small"
          type="text"
          icon={<UndoOutlined />}
          onClick={() => {
            form.edit(by, null);
            setOpen(false);
          }}
        >
          {t('form.calculate_again')}
        </Button>
      )}
    </div>
  );
}
