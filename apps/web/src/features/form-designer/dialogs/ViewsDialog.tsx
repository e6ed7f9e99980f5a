import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, isText, type Json } from '@/api';
import { Nothing, Waiting } from '@/components';
import { labelled, objectsIn, withKey } from '@/definition';
import { DraftServices, FilterInput, LabelInput, useDraftColumns } from '@/features/build';
import { Findings } from '@/features/packages';
import { ViewSettings } from '@/features/view-editor';
import type { View } from '@/generated/definition';
import { inBothLanguages, useText } from '@/i18n';
import { useDesign } from '../design';
import { freeId } from '../model/ids';
import { selectionNow, useSelection } from '../selection';
import styles from '../designer.module.css';

function isView(value: unknown): value is View {
  return isObject(value) && isText(value['id']) && Array.isArray(value['columns']);
}

function moved(views: readonly Json[], at: number, by: -1 | 1): readonly Json[] {
  const [one, other] = [views[at], views[at + by]];
  if (one === undefined || other === undefined) return views;
  return views.map((view, index) => (index === at ? other : index === at + by ? one : view));
}

/** The views that everybody sees in the list of the form: which there are, and all that each is. */
export function ViewsDialog() {
  const { t } = useTranslation();
  const text = useText();
  const { form, id, findings, run } = useDesign();
  const open = useSelection((state) => state.view);
  const { set } = selectionNow();
  const columns = useDraftColumns(id);
  const views = objectsIn(form, 'views');
  const at = Math.max(0, views.findIndex((view) => view['id'] === open));
  const view = views[at];
  const close = (): void => { set({ dialog: null }); };
  const put = (step: string, next: readonly Json[]): void => { run(`${t('form-designer.views')}:${step}`, withKey(form, 'views', next.length === 0 ? undefined : next)); };
  const change = (step: string, next: Json): void => { put(`${String(at)}:${step}`, views.map((one, index) => (index === at ? next : one))); };
  const add = (): void => {
    const taken = new Set(views.map((one) => String(one['id'])));
    const first = objectsIn(form, 'fields').slice(0, 5).map((field) => String(field['id']));
    const made = { id: freeId('view', taken), label: inBothLanguages('form-designer.new_view'), columns: [...first, '_created_at'] };
    put('add', [...views, made]);
    set({ view: made.id });
  };
  const found = findings.filter(({ pointer }) => pointer === `/views/${String(at)}` || pointer.startsWith(`/views/${String(at)}/`));
  return (
    <Modal open width={960} footer={null} title={t('form-designer.views')} onCancel={close}>
      <div className={styles['views']}>
        <nav className={styles['viewList']} aria-label={t('form-designer.views')}>
          {views.map((one, index) => (
            <Button key={String(one['id'])} type="text" aria-pressed={index === at} className={styles['viewName'] ?? ''} onClick={() => { set({ view: String(one['id']) }); }}>
              {text(labelled(one['label'])) || String(one['id'])}
            </Button>
          ))}
          <Button icon={<PlusOutlined aria-hidden />} onClick={add}>{t('form-designer.add_view')}</Button>
        </nav>
        {view === undefined && <Nothing title={t('form-designer.no_views')} />}
        {view !== undefined && (
          <section className={styles['stack']} aria-label={text(labelled(view['label'])) || String(view['id'])}>
            {found.length > 0 && <Findings findings={found} />}
            <div className={styles['viewHead']}>
              <LabelInput name={t('form-designer.view_name')} value={view['label']} onChange={(label) => { change('label', withKey(view, 'label', label ?? '')); }} />
              <Button type="text" disabled={at === 0} icon={<ArrowUpOutlined aria-hidden />} aria-label={t('form-designer.view_up')} onClick={() => { put('order', moved(views, at, -1)); }} />
              <Button type="text" disabled={at === views.length - 1} icon={<ArrowDownOutlined aria-hidden />} aria-label={t('form-designer.view_down')} onClick={() => { put('order', moved(views, at, 1)); }} />
              <Button type="text" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('form-designer.view_out')} onClick={() => { put('out', views.filter((_, index) => index !== at)); }} />
            </div>
            {columns === undefined && <Waiting lines={6} />}
            {columns === null && <p className={styles['soft']}>{t('filters.not_sound')}</p>}
            {columns !== null && columns !== undefined && isView(view) && (
              <DraftServices form={id} columns={columns}>
                <ViewSettings
                  key={view.id}
                  form={id}
                  columns={columns.filter((column) => column.id !== '_node')}
                  view={view}
                  filter={<FilterInput name={t('view-editor.filter')} form={id} value={view.filter} onChange={(filter) => { change('filter', withKey(view, 'filter', filter)); }} />}
                  onChange={(next) => { change('settings', next); }}
                />
              </DraftServices>
            )}
          </section>
        )}
      </div>
    </Modal>
  );
}
