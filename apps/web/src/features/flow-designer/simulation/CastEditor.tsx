import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import { useReferences } from '@/features/build';
import type { Cast, Department, Person } from './cast';
import styles from './simulation.module.css';

function freeName(base: string, taken: readonly { name: string }[]): string {
  for (let number = taken.length + 1; ; number += 1) {
    const name = `${base}${String(number)}`;
    if (taken.every((one) => one.name !== name)) return name;
  }
}

/** A name that can be told from the others; what is typed on the way to it is not taken yet. */
function NameInput({ name, taken, label, onChange }: { name: string; taken: readonly string[]; label: string; onChange: (name: string) => void }) {
  const leave = (typed: string): void => {
    const next = typed.trim().replaceAll('@', '');
    if (next !== '' && next !== name && !taken.includes(next)) onChange(next);
  };
  return <Input key={name} aria-label={label} defaultValue={name} onBlur={({ target }) => { leave(target.value); }} onPressEnter={({ currentTarget }) => { leave(currentTarget.value); }} />;
}

/** Who is there when the flow is tried: people with their roles and departments. */
export function CastEditor({ cast, onChange }: { cast: Cast; onChange: (cast: Cast) => void }) {
  const { t } = useTranslation();
  const clear = useClear();
  const roles = useReferences('role');
  const { people, departments } = cast;
  const inDepartment = departments.map(({ name }) => ({ value: name, label: name }));
  const persons = people.map(({ name }) => ({ value: name, label: name }));
  const putPerson = (name: string, next: Person | null): void => {
    const renamed = (one: string | null): string | null => (one === name && next !== null ? next.name : one === name ? null : one);
    onChange({
      people: people.flatMap((one) => (one.name === name ? (next === null ? [] : [next]) : [one])),
      departments: departments.map((one) => ({ ...one, head: renamed(one.head) })),
    });
  };
  const putDepartment = (name: string, next: Department | null): void => {
    const renamed = (one: string | null): string | null => (one === name && next !== null ? next.name : one === name ? null : one);
    onChange({
      people: people.map((one) => ({ ...one, department: renamed(one.department) })),
      departments: departments.flatMap((one) => (one.name === name ? (next === null ? [] : [next]) : [{ ...one, above: renamed(one.above) }])),
    });
  };
  const word = (key: string, name: string): string => t(`flow-designer.simulation.${key}`, { name });
  return (
    <div className={styles['cast']}>
      {people.map((person) => (
        <div key={person.name} className={styles['member']}>
          <NameInput name={person.name} taken={people.map(({ name }) => name)} label={word('person_name', person.name)} onChange={(name) => { putPerson(person.name, { ...person, name }); }} />
          <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={word('remove_person', person.name)} onClick={() => { putPerson(person.name, null); }} />
          <Select mode="multiple" aria-label={word('roles_of', person.name)} placeholder={t('flow-designer.simulation.no_roles')} value={[...person.roles]} options={roles} showSearch={{ optionFilterProp: 'label' }} onChange={(next) => { putPerson(person.name, { ...person, roles: next }); }} />
          <Select {...clear} aria-label={word('department_of', person.name)} placeholder={t('flow-designer.simulation.no_department')} value={person.department} options={inDepartment} onChange={(next: string | null | undefined) => { putPerson(person.name, { ...person, department: next ?? null }); }} />
          <Checkbox className={styles['across'] ?? ''} checked={person.administrator === true} onChange={({ target }) => { const { administrator: _was, ...rest } = person; putPerson(person.name, target.checked ? { ...rest, administrator: true } : rest); }}>{t('flow-designer.simulation.administers')}<span className="visually-hidden"> {person.name}</span></Checkbox>
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onChange({ ...cast, people: [...people, { name: freeName(t('flow-designer.simulation.person'), people), roles: [], department: departments[0]?.name ?? null }] }); }}>{t('flow-designer.simulation.add_person')}</Button>
      {departments.map((department) => (
        <div key={department.name} className={styles['member']}>
          <NameInput name={department.name} taken={departments.map(({ name }) => name)} label={word('department_name', department.name)} onChange={(name) => { putDepartment(department.name, { ...department, name }); }} />
          <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={word('remove_department', department.name)} onClick={() => { putDepartment(department.name, null); }} />
          <Select {...clear} aria-label={word('head_of', department.name)} placeholder={t('flow-designer.simulation.no_head')} value={department.head} options={persons} onChange={(next: string | null | undefined) => { putDepartment(department.name, { ...department, head: next ?? null }); }} />
          <Select {...clear} aria-label={word('above', department.name)} placeholder={t('flow-designer.simulation.no_above')} value={department.above} options={inDepartment.filter(({ value }) => value !== department.name)} onChange={(next: string | null | undefined) => { putDepartment(department.name, { ...department, above: next ?? null }); }} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onChange({ ...cast, departments: [...departments, { name: freeName(t('flow-designer.simulation.department'), departments), head: null, above: null }] }); }}>{t('flow-designer.simulation.add_department')}</Button>
    </div>
  );
}
