import { useTranslation } from 'react-i18next';
import type { KindEntry } from '@/features/build';
import { useText } from '@/i18n';
import { groupOf, groups } from '../kinds';
import styles from './canvas.module.css';

/** Under this name the kind of a step is carried from the palette to the canvas. */
export const carried = 'application/x-mortise-step';

/** All kinds of steps: dragged onto the canvas or onto a line, or pressed. */
export function Palette({ kinds, add }: { kinds: readonly KindEntry[]; add: (kind: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className={styles['palette']} role="group" aria-label={t('flow-designer.canvas.palette')}>
      {groups.map(({ id }) => (
        <section key={id} aria-label={t(`flow-designer.groups.${id}`)}>
          <h3>{t(`flow-designer.groups.${id}`)}</h3>
          <div className={styles['offers']}>
            {kinds.filter((kind) => kind.kind !== 'start' && groupOf(kind.kind) === id).map((kind) => (
              <button
                key={kind.kind}
                type="button"
                draggable
                title={text(kind.help)}
                onDragStart={(event) => {
                  event.dataTransfer.setData(carried, kind.kind);
                  event.dataTransfer.effectAllowed = 'copy';
                }}
                onClick={() => { add(kind.kind); }}
              >
                {t(`flow-designer.kinds.${kind.kind}`, { defaultValue: text(kind.label) })}
              </button>
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
