import { useTranslation } from 'react-i18next';
import type { TraceNode, TracePerson } from '@/api';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import styles from './trace.module.css';

const second = 1000;

/** How long a node was passed or has been waiting, in words; nothing where nobody can wait. */
export function useTaken(zone: string): (node: TraceNode) => string {
  const { t } = useTranslation();
  const format = useFormat(zone);
  return (node) => {
    if (node.visits === 0 || (node.people.length === 0 && node.standing !== 'current')) return '';
    const span = format.span(node.seconds * second);
    return [t(node.standing === 'current' ? 'records.diagram.so_far' : 'records.diagram.took', { span }), node.visits > 1 ? t('records.diagram.visits', { count: node.visits }) : '']
      .filter((part) => part !== '')
      .join(' · ');
  };
}

/** Who had a node: the name, for whom, and what became of it. */
export function useDid(): (person: TracePerson) => string {
  const { t, i18n } = useTranslation();
  return (person) => {
    const name = person.stands_in_for === null || person.stands_in_for === undefined ? person.name : t('records.diagram.stands_in', { name: person.name, absent: person.stands_in_for });
    const done: Readonly<Record<string, string>> = { open: t('records.diagram.waiting'), closed: t('records.diagram.others') };
    const what = done[person.what] ?? (i18n.exists(`act.${person.what}`) ? t(`act.${person.what}`) : t(`records.what.${person.what}`, { to: '' }).trim());
    return `${name} · ${what}`;
  };
}

/** Kinds of nodes at which people act. */
const forPeople: readonly string[] = ['approve', 'handle', 'for_each'];

interface NodeFactsProps {
  node: TraceNode;
  zone: string;
  /** Whether it is said beside it how the node stands. */
  bare?: boolean;
}

/** Everything that is known of how a case passed a node. */
export function NodeFacts({ node, zone, bare = false }: NodeFactsProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(zone);
  const taken = useTaken(zone);
  const did = useDid();
  return (
    <section className={styles['facts']} aria-label={text(node.label)}>
      <h3>{text(node.label)}</h3>
      <p className={styles['soft']}>{[bare ? '' : t(`records.diagram.${node.standing}`), taken(node)].filter((part) => part !== '').join(' · ')}</p>
      {node.people.length === 0 && node.visits > 0 && forPeople.includes(node.kind) && <p className={styles['soft']}>{t('records.diagram.nobody')}</p>}
      <ol className={styles['people']}>
        {node.people.map((person) => (
          <li key={`${person.name}-${person.from}-${person.what}`}>
            <span>{did(person)}</span>
            <span className={styles['soft']}>
              <time dateTime={person.from}>{format.moment(person.from)}</time>
              {person.until !== null && person.until !== undefined && ` · ${format.span(Date.parse(person.until) - Date.parse(person.from))}`}
            </span>
            {typeof person.opinion === 'string' && <blockquote>{person.opinion}</blockquote>}
          </li>
        ))}
      </ol>
    </section>
  );
}
