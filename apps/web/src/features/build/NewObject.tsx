import { ImportOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Waiting } from '@/components';
import { jsonOf } from '@/definition';
import type { Beginning } from '@/features/flow-designer';
import { inBothLanguages } from '@/i18n';
import { belongsToForm, freshObject, idFor, openedForBuilders } from './fresh';
import { useReferences } from './references';
import { builderNow, useBuilder } from './store';
import styles from './build.module.css';

const BeginningChoice = lazy(async () => ({ default: (await import('@/features/flow-designer')).BeginningChoice }));
const ImportDialog = lazy(async () => ({ default: (await import('@/features/bpmn')).ImportDialog }));

interface Asked {
  zh: string;
  en?: string;
  form?: string;
  /** What a template of a flow asked. */
  answers?: unknown;
}

/** Asks what a new object is called, and to which form it belongs; everything else is changed in its designer. */
export function NewObject({ app, kind, close }: { app: string; kind: string; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [asked] = Form.useForm<Asked>();
  const forms = useReferences('form');
  const objects = useBuilder((state) => state.objects);
  const [imports, setImports] = useState(false);
  const [beginning, setBeginning] = useState<Beginning | null>(null);
  const chosenForm = Form.useWatch('form', asked);
  const isFlow = kind === 'flow';
  const name = t(`build.kinds.${kind}`);
  const make = ({ zh, en = '', form = '', answers }: Asked): void => {
    const { run } = builderNow();
    const taken = new Set(Object.values(objects).flatMap((object) => (object.kind === kind ? [object.id] : [])));
    const id = idFor(kind, en, taken);
    const step = t('build.object_added', { kind: name, name: zh });
    const plain = freshObject(kind, { id, form, label: en.trim() === '' ? { 'zh-CN': zh } : { 'zh-CN': zh, en } }, (word) => inBothLanguages(`build.fresh.${word}`));
    run(step, `${kind}/${id}`, beginning === null ? plain : { ...plain, ...beginning.make(jsonOf(answers)) });
    if (kind === 'form') {
      const opened = new Set<string>();
      for (const [key, object] of Object.entries(objects)) {
        // The first menu is enough; every role that builds the app sees it.
        if (object.kind === 'menu' && opened.has('menu')) continue;
        const next = openedForBuilders(object.kind, jsonOf(object.definition), id);
        if (next === null) continue;
        opened.add(object.kind);
        run(step, key, next);
      }
    }
    message.success(step);
    close();
    void navigate(`/build/${app}/${kind}/${id}`);
  };
  const chosen = ({ form }: Partial<Asked>): void => {
    // Whether a flow can be copied depends on the form.
    if (form !== undefined && beginning?.copied === true) setBeginning(null);
  };
  if (imports) return <Suspense><ImportDialog app={app} close={close} /></Suspense>;
  return (
    <Modal open {...(isFlow ? { width: 'min(96vw, var(--sheet))' } : {})} title={t('build.new_object', { kind: name })} okText={t('build.create')} onCancel={close} onOk={() => { asked.submit(); }}>
      <Form form={asked} layout="vertical" requiredMark="optional" onValuesChange={chosen} onFinish={make}>
        <div className={isFlow ? styles['asked'] : undefined}>
          <Form.Item name="zh" label={t('build.name_zh')} rules={[{ required: true, whitespace: true, message: t('build.name_needed') }]}>
            <Input autoFocus maxLength={60} />
          </Form.Item>
          <Form.Item name="en" label={t('build.name_en')} extra={t('build.name_en_help')}>
            <Input maxLength={60} />
          </Form.Item>
          {belongsToForm(kind) && (
            <Form.Item name="form" label={t('build.of_form')} rules={[{ required: true, message: t('build.form_needed') }]} {...(forms.length === 1 ? { initialValue: forms[0]?.value } : {})}>
              <Select options={forms} showSearch={{ optionFilterProp: 'label' }} />
            </Form.Item>
          )}
        </div>
        {isFlow && (
          <>
            <p className={styles['soft']}>
              {t('build.begin_flow')} <Button type="link" size="small" icon={<ImportOutlined aria-hidden />} onClick={() => { setImports(true); }}>{t('bpmn.import_file')}</Button>
            </p>
            <Suspense fallback={<Waiting lines={6} />}>
              <BeginningChoice app={app} form={chosenForm} picked={beginning} pick={setBeginning} />
            </Suspense>
          </>
        )}
      </Form>
    </Modal>
  );
}
