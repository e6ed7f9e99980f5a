import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Nothing, useProblemText, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useSlots, type Entry } from './queries';
import { SlotFields } from './SlotFields';

/** What an installed app is bound to. */
export function Slots({ entry, close }: { entry: Entry; close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [form] = Form.useForm<Record<string, string>>();
  const slots = useSlots(entry.app);
  const secrets = new Set(slots.data?.filter((slot) => slot.kind === 'secret').map((slot) => slot.id));
  const save = useMutation({
    mutationFn: (values: Record<string, string | undefined>) => {
      const bindings: Record<string, string> = {};
      // An empty secret field means that the secret stays.
      for (const [slot, value] of Object.entries(values)) if (!(secrets.has(slot) && (value ?? '') === '')) bindings[slot] = value ?? '';
      return ask(client.PUT('/api/packages/{app}/slots', { params: { path: { app: entry.app } }, body: { slots: bindings } }));
    },
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: ['admin', 'packages'] });
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
  return (
    <Modal open title={t('packages.slots_of', { app: text(entry.label) })} okText={t('action.save')} cancelText={t('action.cancel')} confirmLoading={save.isPending} onCancel={close} onOk={() => { form.submit(); }}>
      {slots.isError && <Failed error={slots.error} />}
      {slots.isPending && <Waiting />}
      {slots.data?.length === 0 && <Nothing title={t('packages.no_slots')} />}
      {slots.data !== undefined && (
        <Form form={form} layout="vertical" onFinish={(values) => { save.mutate(values); }}>
          <SlotFields slots={slots.data} />
        </Form>
      )}
    </Modal>
  );
}
