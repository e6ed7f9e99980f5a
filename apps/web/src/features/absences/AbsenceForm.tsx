import { DatePicker, Form, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { App } from 'antd';
import { ask, client, newKey, useApps } from '@/api';
import { PersonPicker } from '@/features/records';
import { useText } from '@/i18n';
import { useAbsenceChange } from './queries';

interface Wanted {
  user?: string[];
  stand_in: string[];
  from: Dayjs;
  until: Dayjs;
  apps?: string[];
}

interface PeopleInputProps {
  id?: string;
  label: string;
  value?: readonly string[];
  onChange?: (people: readonly string[]) => void;
}

function PersonInput({ id, label, value = [], onChange }: PeopleInputProps) {
  return <PersonPicker {...(id === undefined ? {} : { id })} label={label} chosen={value} choose={(people) => onChange?.(people)} several={false} />;
}

const minutes = 'YYYY-MM-DD HH:mm';

/** From when until when, who stands in, and for which apps; an administrator also says who is away. */
export function AbsenceForm({ forOthers, close }: { forOthers: boolean; close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const { data: apps } = useApps();
  const [form] = Form.useForm<Wanted>();
  const save = useAbsenceChange(
    ({ user, stand_in, from, until, apps: named = [] }: Wanted) =>
      ask(
        client.POST('/api/absences', {
          headers: { 'Idempotency-Key': newKey() },
          body: { ...(user?.[0] === undefined ? {} : { user: user[0] }), stand_in: stand_in[0] ?? '', from: from.startOf('minute').toISOString(), until: until.startOf('minute').toISOString(), apps: named },
        }),
      ),
    () => {
      message.success(t('absences.entered'));
      close();
    },
  );
  const required = [{ required: true, message: t('absences.required') }];
  return (
    <Modal open title={t('absences.new')} okText={t('absences.enter')} confirmLoading={save.isPending} onOk={() => { form.submit(); }} onCancel={close}>
      <Form<Wanted>
        form={form}
        layout="vertical"
        initialValues={{ from: dayjs().startOf('minute'), until: dayjs().add(1, 'day').endOf('day').startOf('minute') }}
        onFinish={(wanted) => { save.mutate(wanted); }}
      >
        {forOthers && <Form.Item name="user" label={t('absences.who')} rules={required}><PersonInput label={t('absences.who')} /></Form.Item>}
        <Form.Item name="stand_in" label={t('absences.stand_in')} rules={required}><PersonInput label={t('absences.stand_in')} /></Form.Item>
        <Form.Item name="from" label={t('absences.from')} rules={required}><DatePicker showTime={{ format: 'HH:mm' }} format={minutes} allowClear={false} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="until" label={t('absences.until')} rules={required}><DatePicker showTime={{ format: 'HH:mm' }} format={minutes} allowClear={false} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="apps" label={t('absences.apps')} extra={t('absences.some_apps')}>
          <Select mode="multiple" options={(apps ?? []).map((app) => ({ value: app.id, label: text(app.label) }))} placeholder={t('absences.all_apps')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
