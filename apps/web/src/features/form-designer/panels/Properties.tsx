import { Tabs, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '@/api';
import { useDesign } from '../design';
import { changeColumn, changeField } from '../model/commands';
import { columnIn, idIn, isKey } from '../model/tree';
import { selectionNow, useSelection } from '../selection';
import { FieldPanel } from './FieldPanel';
import { FormPanel } from './FormPanel';
import { LogicPanel } from './LogicPanel';
import { ManyPanel } from './ManyPanel';
import { PartPanel } from './PartPanel';
import styles from './panels.module.css';

/** The properties of what is chosen: a field, a column, a part, several, or the form. */
export function Properties() {
  const chosen = useSelection((state) => state.chosen);
  const { steps, fieldAt } = useDesign();
  const [key] = chosen;
  if (chosen.length > 1) return <ManyPanel chosen={chosen} />;
  if (key === undefined) return <FormPanel />;
  if (fieldAt(key) !== undefined) return <FieldProperties id={key} />;
  return steps.some((step) => step.key === key) ? <PartProperties id={key} /> : <FormPanel />;
}

function PartProperties({ id }: { id: string }) {
  const { t } = useTranslation();
  const { labelOf, steps } = useDesign();
  const kind = textIn(steps.find((step) => step.key === id)?.node, 'kind');
  return (
    <>
      <h2 className={styles['title']}>{labelOf(id)} <Tag>{t(kind === undefined || isKey('page', id) ? 'form-designer.page' : `form-designer.part.${kind}`)}</Tag></h2>
      <PartPanel id={id} />
    </>
  );
}

function FieldProperties({ id }: { id: string }) {
  const { t } = useTranslation();
  const { app, form, fieldAt, kinds, faults, findings, rules, labelOf, run } = useDesign();
  const tab = useSelection((state) => state.tab);
  const { choose, set } = selectionNow();
  const field = fieldAt(id);
  if (field === undefined) return null;
  const column = columnIn(id);
  const change = (name: string, next: typeof field): void => {
    const step = `${t('form-designer.field_changed')}:${id}:${name}`;
    run(step, column === null ? changeField(form, idIn(id), next) : changeColumn(form, column.table, column.column, next));
  };
  const table = column === null ? field : fieldAt(`field:${column.table}`);
  const own = rules.get(column?.table ?? idIn(id)) ?? [];
  return (
    <>
      <h2 className={styles['title']}>{labelOf(id)} <Tag>{String(field['id'])}</Tag></h2>
      <Tabs
        size="small"
        destroyOnHidden
        activeKey={tab}
        onChange={(next) => { set({ tab: next === 'logic' ? 'logic' : 'settings' }); }}
        items={[
          { key: 'settings', label: t('form-designer.settings'), children: <FieldPanel field={field} kind={kinds.get(textIn(field, 'kind') ?? '')} kinds={[...kinds.values()]} findings={faults.get(id) ?? []} change={change} /> },
          {
            key: 'logic',
            label: <span>{t('form-designer.logic')} {own.length > 0 && <Tag>{own.length}</Tag>}</span>,
            children: table === undefined ? null : <LogicPanel key={id} app={app} form={form} field={table} findings={findings} labelOf={(one) => labelOf(`field:${one}`)} choose={(one) => { choose([`field:${one}`]); }} changeForm={run} />,
          },
        ]}
      />
    </>
  );
}
