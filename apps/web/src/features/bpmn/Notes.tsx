import { useTranslation } from 'react-i18next';
import { OptionTag } from '@/controls';
import { useText } from '@/i18n';
import { notesOf, outcomes, type Note, type Outcome } from './queries';
import styles from './bpmn.module.css';

const tones = { unfinished: 'danger', replaced: 'warning', ignored: 'neutral' } as const satisfies Record<Outcome, string>;

/** What was not taken as it stands: first what somebody has to finish, each with its place in the file. */
export function Notes({ report }: { report: readonly Note[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={styles['notes']}>
      {outcomes.map((outcome) => {
        const notes = notesOf(report, outcome);
        if (notes.length === 0) return null;
        return (
          <details key={outcome} open={outcome !== 'ignored'}>
            <summary className={styles['group']}>
              <OptionTag tone={tones[outcome]} label={t(`bpmn.${outcome}`)} />
              <span className={styles['soft']}>{t(`bpmn.${outcome}_note`, { count: notes.length })}</span>
            </summary>
            <ul className={styles['list']} aria-label={t(`bpmn.${outcome}`)}>
              {notes.map((note) => (
                <li key={`${String(note.line)}:${String(note.column)}${note.id}${text(note.message)}`}>
                  <div>{text(note.message)}</div>
                  <div className={styles['place']}>{t('bpmn.place', { line: note.line, column: note.column, what: [note.name, note.element, note.id].filter((part) => part !== '').join(' · ') })}</div>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}
