import { Link, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { OptionTag } from '@/controls';
import type { Tone } from '@/engine';
import { useText } from '@/i18n';
import { BuildFrame } from './BuildFrame';
import { useBuilder } from './store';
import styles from './build.module.css';

const kinds = ['form', 'flow', 'rule', 'report', 'dashboard', 'print', 'role', 'dictionary', 'calendar', 'message', 'menu', 'portal', 'scenario'] as const;
const tones: Readonly<Record<string, Tone>> = { added: 'good', changed: 'info', removed: 'danger' };

/** The whole app: everything that it is made of. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const { app = '' } = useParams();
  const objects = Object.values(useBuilder((state) => state.objects));
  return (
    <BuildFrame app={app} title="">
      <div className={styles['kinds']}>
        {kinds.map((kind) => {
          const found = objects.filter((object) => object.kind === kind);
          if (found.length === 0) return null;
          return (
            <section key={kind} className={styles['kind']} aria-label={t(`build.kinds.${kind}`)}>
              <h2>{t(`build.kinds.${kind}`)}</h2>
              <ul className={styles['objects']}>
                {found.map((object) => (
                  <li key={object.id}>
                    <Link to={`/build/${app}/${kind}/${object.id}`}>{text(object.label) || object.id}</Link>
                    {object.state !== 'published' && <OptionTag tone={tones[object.state] ?? 'neutral'} label={t(`build.states.${object.state}`)} />}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </BuildFrame>
  );
}
