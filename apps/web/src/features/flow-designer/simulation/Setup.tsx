import { CaretRightOutlined } from '@ant-design/icons';
import { Alert, Button, Collapse, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { jsonOf, objectsIn } from '@/definition';
import type { FieldDescription } from '@/engine';
import { useBuilder } from '@/features/build';
import { useText } from '@/i18n';
import { castOf, mayCreate, type Cast } from './cast';
import { CastEditor } from './CastEditor';
import { ValueInputs } from './ValueInputs';
import styles from './simulation.module.css';

export interface Chosen {
  readonly now: string;
  readonly cast: Cast;
  readonly by: string | null;
  readonly values: Json;
}

interface SetupProps {
  form: string;
  fields: readonly FieldDescription[];
  chosen: Chosen;
  example: Cast;
  change: (chosen: Chosen) => void;
  start: (by: string) => void;
}

/** A moment in Shanghai, as the input writes it. */
const hours = 8 * 3_600_000;
const shown = (moment: string): string => new Date(Date.parse(moment) + hours).toISOString().slice(0, 16);
const read = (typed: string): string => new Date(Date.parse(`${typed}:00Z`) - hours).toISOString().replace('.000Z', 'Z');

/** Who starts the case, with what, when, and who else is there. */
export function Setup({ form, fields, chosen, example, change, start }: SetupProps) {
  const { t } = useTranslation();
  const text = useText();
  const objects = Object.values(useBuilder((state) => state.objects));
  const { cast } = chosen;
  const [source, setSource] = useState('');
  const starters = cast.people.filter((person) => mayCreate(person, form, objects));
  const by = starters.find(({ name }) => name === chosen.by) ?? starters[0];
  const must = new Set(objectsIn(objects.find((object) => object.kind === 'form' && object.id === form)?.definition, 'fields').flatMap((field) => (field['required'] === true ? [String(field['id'])] : [])));
  const scenarios = objects.filter((object) => object.kind === 'scenario' && objectsIn(object.definition, 'steps').some((step) => textIn(step, 'form') === form));
  const sources = [{ value: '', label: t('flow-designer.simulation.example_people') }, ...scenarios.map((object) => ({ value: object.id, label: t('flow-designer.simulation.people_of', { name: text(object.label) || object.id }) }))];
  const take = (next: string): void => {
    const scenario = scenarios.find((object) => object.id === next);
    setSource(next);
    change({ ...chosen, by: null, cast: scenario === undefined ? example : castOf(jsonOf(scenario.definition)) });
  };
  return (
    <div className={styles['setup']}>
      <p className={styles['soft']}>{t('flow-designer.simulation.note')}</p>
      <label className={styles['line']}>
        <span>{t('flow-designer.simulation.starter')}</span>
        <Select aria-label={t('flow-designer.simulation.starter')} value={by?.name ?? null} options={starters.map(({ name }) => ({ value: name, label: name }))} onChange={(name) => { change({ ...chosen, by: name }); }} />
      </label>
      {starters.length === 0 && <Alert type="warning" showIcon title={t('flow-designer.simulation.no_starter')} />}
      <label className={styles['line']}>
        <span>{t('flow-designer.simulation.begins')}</span>
        <Input type="datetime-local" aria-label={t('flow-designer.simulation.begins')} value={shown(chosen.now)} onChange={({ target }) => { if (target.value !== '') change({ ...chosen, now: read(target.value) }); }} />
      </label>
      <Collapse
        size="small"
        items={[{
          key: 'people',
          label: t('flow-designer.simulation.people', { count: cast.people.length }),
          children: (
            <div className={styles['setup']}>
              {scenarios.length > 0 && <Select aria-label={t('flow-designer.simulation.people_from')} value={source} options={sources} onChange={take} />}
              <CastEditor cast={cast} onChange={(next) => { change({ ...chosen, cast: next }); }} />
            </div>
          ),
        }]}
      />
      <h3>{t('flow-designer.simulation.record')}</h3>
      <ValueInputs fields={fields} must={must} cast={cast} values={chosen.values} onChange={(values) => { change({ ...chosen, values }); }} />
      <Button type="primary" icon={<CaretRightOutlined aria-hidden />} disabled={by === undefined} onClick={() => { if (by !== undefined) start(by.name); }}>{t('flow-designer.simulation.start')}</Button>
    </div>
  );
}
