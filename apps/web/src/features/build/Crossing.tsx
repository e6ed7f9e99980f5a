import { Alert, Button, Modal, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { jsonOf } from '@/definition';
import { useText } from '@/i18n';
import { differencesOf, mergedJson, type Difference } from './merge';
import { useNamesIn } from './names';
import { useBuilder, type Crossing } from './store';
import styles from './build.module.css';

/** So many differences are named; of more, only how many they are. */
const named = 12;

function Differences({ title, found, nameOf }: { title: string; found: readonly Difference[]; nameOf: (path: string) => string }) {
  const { t } = useTranslation();
  return (
    <section className={styles['side']} aria-label={title}>
      <h3>{title}</h3>
      {found.length === 0 && <p className={styles['soft']}>{t('build.no_difference')}</p>}
      <ul className={styles['lines']}>
        {found.slice(0, named).map(({ path, what }) => (
          <li key={path}>
            {nameOf(path)} <Tag>{t(`build.difference.${what}`)}</Tag>
          </li>
        ))}
        {found.length > named && <li>{t('build.more_differences', { count: found.length - named })}</li>}
      </ul>
    </section>
  );
}

/** Somebody else saved the object that is changed here: whose work stands is chosen, nothing is overwritten unseen. */
export function CrossingDialog({ crossing }: { crossing: Crossing }) {
  const { t } = useTranslation();
  const text = useText();
  const settle = useBuilder((state) => state.settle);
  const mine = jsonOf(useBuilder((state) => state.objects[crossing.key])?.definition);
  const theirs = jsonOf(crossing.theirs.definition);
  const nameOf = useNamesIn(mine, theirs);
  const { definition, clashes } = mergedJson(crossing.base, mine, theirs);
  const who = t('build.somebody');
  return (
    <Modal
      open
      width={720}
      closable={false}
      keyboard={false}
      title={t('build.crossing', { who, object: text(crossing.theirs.label) || crossing.theirs.id })}
      footer={
        <div className={styles['choices']}>
          <Button onClick={() => { settle(t('build.took_theirs', { who }), null); }}>{t('build.take_theirs')}</Button>
          <Button danger onClick={() => { settle(t('build.took_mine'), mine); }}>{t('build.take_mine')}</Button>
          <Button type="primary" onClick={() => { settle(t('build.took_both'), definition); }}>{t('build.take_both')}</Button>
        </div>
      }
    >
      <div className={styles['impact']}>
        <p>{t('build.crossing_plain', { who })}</p>
        <div className={styles['sides']}>
          <Differences title={t('build.their_changes', { who })} found={differencesOf(crossing.base, theirs)} nameOf={nameOf} />
          <Differences title={t('build.my_changes')} found={differencesOf(crossing.base, mine)} nameOf={nameOf} />
        </div>
        {clashes.length > 0 && (
          <Alert type="warning" showIcon title={t('build.clashes', { count: clashes.length })} description={<ul className={styles['lines']}>{clashes.map(({ path }) => <li key={path}>{nameOf(path)}</li>)}</ul>} />
        )}
      </div>
    </Modal>
  );
}
