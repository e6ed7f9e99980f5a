import { Alert, Button, Collapse, Radio, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePlace } from '@/features/build';
import { useText } from '@/i18n';
import { keyOf, objectOf, sideOf, type Decided } from './plan';
import type { Difference, Side, Upgrade } from './queries';
import styles from './packages.module.css';

/** So many changes stand on a page. */
const onPage = 10;

type Value = Difference['base'];

/** Says a value; a word of the format is said as the builder says it. */
function useSaying(): (value: Value, absent: string) => string {
  const { t } = useTranslation();
  const text = useText();
  return ({ present, text: said, value }, absent) => {
    if (!present) return absent;
    const words = text(said);
    return typeof value === 'string' && words === value ? t(`build.values.${value}`, { defaultValue: words }) : words;
  };
}

/** Names a place inside its object; the object as a whole where the way is blank. */
function useInside(): (difference: Difference) => string {
  const { t } = useTranslation();
  const place = usePlace();
  return (difference) => (difference.path === '' ? t('packages.whole') : place(difference));
}

interface DecidingProps {
  differences: readonly Difference[];
  decided: Decided;
  decide: (differences: readonly Difference[], side: Side) => void;
}

function Conflict({ difference, decided, decide }: { difference: Difference; decided: Decided; decide: (side: Side) => void }) {
  const { t } = useTranslation();
  const say = useSaying();
  const inside = useInside();
  const { base, vendor, customer } = difference;
  const values: { value: Side; said: string }[] = [
    { value: 'customer', said: say(customer, t('packages.taken_out')) },
    { value: 'vendor', said: say(vendor, t('packages.taken_out')) },
  ];
  return (
    <div className={styles['conflict']} role="group" aria-label={inside(difference)}>
      <strong>{inside(difference)}</strong>
      <div className={styles['was']}>
        <span className={styles['soft']}>{t('packages.was')}</span>
        <span className={styles['said']}>{say(base, t('packages.was_not'))}</span>
      </div>
      <Radio.Group
        className={styles['sides'] ?? ''}
        aria-label={inside(difference)}
        value={sideOf(decided, difference)}
        onChange={(event) => { decide(event.target.value === 'vendor' ? 'vendor' : 'customer'); }}
      >
        {values.map(({ value, said }) => (
          <Radio key={value} value={value} className={styles['side'] ?? ''}>
            <span className={styles['soft']}>{t(`packages.changed_by.${value}`)}</span>
            <span className={styles['said']}>{said}</span>
          </Radio>
        ))}
      </Radio.Group>
    </div>
  );
}

/** What both changed, object by object, side by side. */
function Conflicts({ differences, decided, decide }: DecidingProps) {
  const { t } = useTranslation();
  const text = useText();
  const objects = [...new Set(differences.map(objectOf))].map((key) => [key, differences.filter((one) => objectOf(one) === key)] as const);
  return (
    <section aria-label={t('packages.conflicts')}>
      <h3>{t('packages.conflicts')}</h3>
      <div className={styles['all']}>
        <Button onClick={() => { decide(differences, 'customer'); }}>{t('packages.all_mine')}</Button>
        <Button onClick={() => { decide(differences, 'vendor'); }}>{t('packages.all_theirs')}</Button>
      </div>
      {objects.map(([key, own]) => {
        const name = `${t(`build.kinds.${own[0]?.kind ?? ''}`)} ${text(own[0]?.label)}`;
        return (
          <div key={key} className={styles['object']} role="group" aria-label={name}>
            <div className={styles['all']}>
              <h4>{name}</h4>
              {own.length > 1 && <Button size="small" onClick={() => { decide(own, 'customer'); }}>{t('packages.object_mine')}</Button>}
              {own.length > 1 && <Button size="small" onClick={() => { decide(own, 'vendor'); }}>{t('packages.object_theirs')}</Button>}
            </div>
            {own.map((difference) => <Conflict key={keyOf(difference)} difference={difference} decided={decided} decide={(side) => { decide([difference], side); }} />)}
          </div>
        );
      })}
    </section>
  );
}

/** What only one side changed: it can be decided otherwise, where the two do not go together. */
function OneSided({ differences, decided, decide, name }: DecidingProps & { name: string }) {
  const { t } = useTranslation();
  const text = useText();
  const say = useSaying();
  const inside = useInside();
  const place = (difference: Difference): string => `${t(`build.kinds.${difference.kind}`)} ${text(difference.label)} › ${inside(difference)}`;
  return (
    <Table<Difference>
      size="small"
      aria-label={name}
      rowKey={keyOf}
      scroll={{ x: 'max-content' }}
      pagination={differences.length > onPage ? { pageSize: onPage, size: 'small', showSizeChanger: false } : false}
      dataSource={[...differences]}
      columns={[
        { title: t('packages.place_title'), key: 'place', className: styles['said'] ?? '', render: (_, one) => place(one) },
        { title: t('packages.was'), key: 'base', className: styles['said'] ?? '', render: (_, one) => say(one.base, t('packages.was_not')) },
        { title: t('packages.becomes'), key: 'value', className: styles['said'] ?? '', render: (_, one) => say(one.by === 'vendor' ? one.vendor : one.customer, t('packages.taken_out')) },
        {
          title: t('packages.decision'),
          key: 'side',
          render: (_, one) =>
            one.by === 'same' ? null : (
              <Radio.Group
                aria-label={place(one)}
                optionType="button"
                size="small"
                value={sideOf(decided, one)}
                options={[{ value: 'customer', label: t('packages.mine') }, { value: 'vendor', label: t('packages.theirs') }]}
                onChange={(event) => { decide([one], event.target.value === 'vendor' ? 'vendor' : 'customer'); }}
              />
            ),
        },
      ]}
    />
  );
}

interface MergingProps {
  upgrade: Upgrade;
  replace: boolean;
  setReplace: (replace: boolean) => void;
  decided: Decided;
  decide: (differences: readonly Difference[], side: Side) => void;
}

/** How the package is joined with what was changed here: what is asked, what is taken, what is kept. */
export function Merging({ upgrade, replace, setReplace, decided, decide }: MergingProps) {
  const { t } = useTranslation();
  const of = (by: Difference['by']): readonly Difference[] => upgrade.differences.filter((difference) => difference.by === by);
  const [conflicts, mine] = [of('conflict'), of('customer')];
  const lists = (['vendor', 'customer', 'same'] as const).map((by) => ({ by, own: of(by) })).filter(({ own }) => own.length > 0);
  if (!upgrade.customised) return null;
  return (
    <>
      <Radio.Group
        className={styles['ways_in'] ?? ''}
        aria-label={t('packages.way')}
        value={replace}
        options={[{ value: false, label: t('packages.way_merge') }, { value: true, label: t('packages.way_replace') }]}
        onChange={(event) => { setReplace(event.target.value === true); }}
      />
      {replace && <Alert showIcon type="warning" title={t('packages.replaces', { count: mine.length + conflicts.length })} />}
      {!replace && conflicts.length > 0 && <Conflicts differences={conflicts} decided={decided} decide={decide} />}
      {!replace && lists.length > 0 && (
        <Collapse
          size="small"
          items={lists.map(({ by, own }) => {
            const name = t(`packages.by.${by}`, { count: own.length });
            return { key: by, label: name, children: <OneSided name={name} differences={own} decided={decided} decide={decide} /> };
          })}
        />
      )}
    </>
  );
}
