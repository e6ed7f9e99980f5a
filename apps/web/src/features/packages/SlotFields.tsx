import { Form, Input, Select, TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import { useDepartments, usePeople } from '@/features/administration';
import { useText } from '@/i18n';
import type { Slot } from './queries';

function SlotInput({ slot, value, onChange }: { slot: Slot; value?: string; onChange?: (value: string) => void }) {
  const { t } = useTranslation();
  const departments = useDepartments();
  const people = usePeople('');
  const clear = useClear();
  const change = (next: string | undefined): void => {
    onChange?.(next ?? '');
  };
  const chosen = value === undefined || value === '' ? undefined : value;
  if (slot.kind === 'department') {
    const nodes = (departments.data ?? []).map((department) => ({ id: department.id, pId: department.parent ?? 0, value: department.id, title: department.name }));
    return <TreeSelect allowClear={clear} treeDataSimpleMode treeDefaultExpandAll treeData={nodes} value={chosen} onChange={change} />;
  }
  if (slot.kind === 'user') {
    return <Select allowClear={clear} showSearch={{ optionFilterProp: 'label' }} options={(people.data ?? []).map((user) => ({ value: user.id, label: user.name }))} value={chosen} onChange={change} />;
  }
  if (slot.kind === 'secret') {
    return <Input.Password autoComplete="new-password" placeholder={slot.bound === null || slot.bound === undefined ? '' : t('packages.secret_kept')} value={value} onChange={(event) => { change(event.target.value); }} />;
  }
  return <Input value={value} onChange={(event) => { change(event.target.value); }} />;
}

/** What the deployment binds: its own departments, people, addresses and secrets. */
export function SlotFields({ slots }: { slots: readonly Slot[] }) {
  const { t } = useTranslation();
  const text = useText();
  return slots.map((slot) => (
    <Form.Item
      key={slot.id}
      name={slot.id}
      label={text(slot.label)}
      extra={text(slot.help)}
      initialValue={slot.kind === 'secret' ? '' : (slot.bound ?? '')}
      rules={slot.required && slot.kind !== 'secret' ? [{ required: true, message: t('form.required') }] : []}
    >
      <SlotInput slot={slot} />
    </Form.Item>
  ));
}
