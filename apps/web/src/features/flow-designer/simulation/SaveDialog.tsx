import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import { builderNow, idFor } from '@/features/build';
import type { Played } from './answers';
import { scenarioOf, type Beginning } from './cast';

interface SaveProps {
  beginning: Beginning;
  steps: readonly Json[];
  played: readonly Played[];
  close: () => void;
}

/** Makes a scenario of the run: the steps that were taken, and that everything must be as it was seen. */
export function SaveDialog({ beginning, steps, played, close }: SaveProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [asked] = Form.useForm<{ zh: string; en?: string }>();
  const save = ({ zh, en = '' }: { zh: string; en?: string }): void => {
    const { objects, run } = builderNow();
    const taken = new Set(Object.values(objects).flatMap((object) => (object.kind === 'scenario' ? [object.id] : [])));
    const id = idFor('scenario', en, taken);
    const expected = steps.map((step, index) => ({ ...step, ...(played[index] === undefined || Object.keys(played[index].expect).length === 0 ? {} : { expect: played[index].expect }) }));
    run(t('flow-designer.simulation.scenario_added', { name: zh }), `scenario/${id}`, scenarioOf(beginning, expected, id, en.trim() === '' ? { 'zh-CN': zh } : { 'zh-CN': zh, en }));
    message.success(t('flow-designer.simulation.saved', { name: zh }));
    close();
  };
  return (
    <Modal open title={t('flow-designer.simulation.save')} okText={t('action.save')} onCancel={close} onOk={() => { asked.submit(); }}>
      <p>{t('flow-designer.simulation.save_note')}</p>
      <Form form={asked} layout="vertical" requiredMark="optional" onFinish={save}>
        <Form.Item name="zh" label={t('build.name_zh')} rules={[{ required: true, whitespace: true, message: t('build.name_needed') }]}>
          <Input autoFocus maxLength={60} placeholder={t('flow-designer.simulation.name_example')} />
        </Form.Item>
        <Form.Item name="en" label={t('build.name_en')} extra={t('build.name_en_help')}>
          <Input maxLength={60} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
