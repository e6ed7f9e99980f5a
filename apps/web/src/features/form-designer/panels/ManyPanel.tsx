import { Button, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { withKey } from '@/definition';
import { actionIds, useActions } from '../actions';
import { useDesign } from '../design';
import { changeColumn, changeField } from '../model/commands';
import { columnIn, idIn } from '../model/tree';
import styles from './panels.module.css';

const switches = ['required', 'readonly', 'personal'] as const;

/** Several at once: what all of them can be set to, and what can be done to them. */
export function ManyPanel({ chosen }: { chosen: readonly string[] }) {
  const { t } = useTranslation();
  const { form, fieldAt, run } = useDesign();
  const { may, act } = useActions();
  const fields = chosen.flatMap((key) => {
    const field = fieldAt(key);
    return field === undefined ? [] : [{ key, field }];
  });
  const put = (what: (typeof switches)[number], on: boolean): void => {
    const next = fields.reduce((before, { key, field }) => {
      const changed = withKey(field, what, on ? true : undefined);
      const column = columnIn(key);
      return column === null ? changeField(before, idIn(key), changed) : changeColumn(before, column.table, column.column, changed);
    }, form);
    run(t('form-designer.set_many', { what: t(`form-designer.${what}`), count: fields.length }), next);
  };
  return (
    <div className={styles['panel']}>
      <h2 className={styles['title']}>{t('form-designer.several', { count: chosen.length })}</h2>
      {fields.length > 0 && (
        <div className={styles['switches']}>
          {switches.map((what) => (
            <label key={what} className={styles['switch']}>
              <Switch size="small" aria-label={t(`form-designer.${what}`)} checked={fields.every(({ field }) => field[what] === true)} onChange={(on) => { put(what, on); }} />
              {t(`form-designer.${what}`)}
            </label>
          ))}
        </div>
      )}
      <div className={styles['row']}>
        {actionIds.filter(may).map((id) => (
          <Button key={id} size="small" danger={id === 'remove'} onClick={() => { act(id); }}>{t(`form-designer.act.${id}`)}</Button>
        ))}
      </div>
    </div>
  );
}
