import { Modal, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { Failed, Waiting } from '@/components';
import { labelled } from '@/definition';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { labelsOf } from './names';
import { useDifferences, useKindNames } from './queries';
import { useBuilder } from './store';
import styles from './build.module.css';

export type Difference = components['schemas']['Difference'];
export type Property = components['schemas']['PropertyDifference'];

/** Steps of a way that say nothing to people. */
const silent: ReadonlySet<string> = new Set(['children', 'pages']);
/** Languages in which a text stands. */
const languages: ReadonlySet<string> = new Set(['zh-CN', 'en']);

const stepsOf = (path: string): string[] => path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const keyOf = (property: Property): string => stepsOf(property.path).at(-1) ?? '';

/** Names the place of a property as people call what stands on the way to it. */
export function usePlace(): (property: Pick<Property, 'path' | 'names'>) => string {
  const { t } = useTranslation();
  const text = useText();
  const word = (step: string): string => t(`build.places.${step}`, { defaultValue: t(`build.keys.${step}`, { defaultValue: step }) });
  return ({ path, names }) =>
    stepsOf(path)
      .map((step, at) => ({ step, name: text(names[at]) }))
      .filter(({ step }) => !silent.has(step))
      .map(({ step, name }) => (name === '' ? word(step) : name))
      .join(' › ');
}

/** Says a value of a property in words; what has no short word is named by what it is called. */
function useSaying(definition: Json): (key: string, value: unknown) => string {
  const { t } = useTranslation();
  const text = useText();
  const kinds = useKindNames();
  const labels = labelsOf(definition);
  const named = (id: string): string | undefined => {
    const label = text(labels.get(id));
    return label === '' ? undefined : label;
  };
  const say = (key: string, value: unknown): string => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'boolean') return t(value ? 'build.is' : 'build.is_not');
    if (typeof value === 'string') {
      if (key === 'kind') return text(kinds.get(value)) || value;
      if (value.includes('{')) return value.replaceAll(/\{([\w.]+)\}/g, (whole, path: string) => `{${path.split('.').map((id) => named(id) ?? id).join(' · ') || whole}}`);
      return named(value) ?? t(`build.values.${value}`, { defaultValue: value });
    }
    if (Array.isArray(value)) return value.map((item) => say('', item)).join('、');
    if (!isObject(value)) return JSON.stringify(value);
    const label = text(labelled(value['label'])) || (Object.keys(value).every((name) => languages.has(name)) ? text(labelled(value)) : '');
    const kind = typeof value['kind'] === 'string' ? text(kinds.get(value['kind'])) : '';
    const said = [label, kind].filter((part) => part !== '').join(' · ');
    return said === '' ? JSON.stringify(value) : said;
  };
  return say;
}

function Properties({ difference }: { difference: Difference }) {
  const { t } = useTranslation();
  const placeOf = usePlace();
  const definition = useBuilder((state) => state.objects[`${difference.kind}/${difference.id}`]?.definition);
  const say = useSaying(isObject(definition) ? definition : {});
  return (
    <Table
      size="small"
      rowKey="path"
      scroll={{ x: 'max-content' }}
      pagination={difference.properties.length > 10 ? { pageSize: 10, size: 'small', showSizeChanger: false } : false}
      dataSource={difference.properties}
      columns={[
        { title: t('build.property'), key: 'path', render: (_, property) => placeOf(property) },
        { title: t('build.before'), key: 'before', className: styles['said'] ?? '', render: (_, property) => <del>{say(keyOf(property), property.before)}</del> },
        { title: t('build.after'), key: 'after', className: styles['said'] ?? '', render: (_, property) => <ins>{say(keyOf(property), property.after)}</ins> },
      ]}
    />
  );
}

/** Objects and properties that differ, before beside after, each by the names that people know. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      {differences.map((difference) => (
        <section key={`${difference.kind}/${difference.id}`} className={styles['difference']}>
          <h4>
            {t(`build.kinds.${difference.kind}`, { defaultValue: difference.kind })} {text(difference.label)} <span className={styles['soft']}>{t(`build.difference.${difference.change}`)}</span>
          </h4>
          {difference.properties.length > 0 && <Properties difference={difference} />}
        </section>
      ))}
    </>
  );
}

/** What differs between two published versions. */
export function VersionDifferences({ app, from, to, close }: { app: string; from: number; to: number; close: () => void }) {
  const { t } = useTranslation();
  const found = useDifferences(app, from, to);
  return (
    <Modal open width={900} footer={null} title={t('build.difference_title', { from, to })} onCancel={close}>
      <div className={styles['impact']}>
        {found.isError && <Failed error={found.error} />}
        {found.isPending && <Waiting />}
        {found.data?.length === 0 && t('build.no_difference')}
        {found.data !== undefined && <DifferenceList differences={found.data} />}
      </div>
    </Modal>
  );
}
