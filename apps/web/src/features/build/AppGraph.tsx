import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useLocale, useText } from '@/i18n';
import { keyOf, type BuildObject } from './store';
import type { Use } from './uses';
import styles from './build.module.css';

/** From the ways in, on the left, to what is looked up, on the right. */
const columns: readonly (readonly string[])[] = [
  ['menu', 'portal', 'role'],
  ['dashboard', 'flow', 'rule', 'scenario'],
  ['form', 'report', 'print'],
  ['dictionary', 'calendar', 'message', 'connector'],
];

interface Line extends Use {
  path: string;
}

/** Where the cards stand, as curves between them. */
function linesBetween(box: HTMLElement, uses: readonly Use[]): Line[] {
  const origin = box.getBoundingClientRect();
  const placeOf = (key: string): DOMRect | undefined => box.querySelector(`[data-key="${CSS.escape(key)}"]`)?.getBoundingClientRect();
  return uses.flatMap((use) => {
    const [from, to] = [placeOf(use.from), placeOf(use.to)];
    if (from === undefined || to === undefined) return [];
    const forward = to.left > from.left;
    const same = Math.abs(to.left - from.left) < 1;
    const [x1, x2] = [(forward ? from.right : from.left) - origin.left, (forward || same ? to.left : to.right) - origin.left];
    const [y1, y2] = [from.top + from.height / 2 - origin.top, to.top + to.height / 2 - origin.top];
    const bend = same ? -from.width / 6 : (x2 - x1) / 2;
    return [{ ...use, path: `M${String(x1)},${String(y1)} C${String(x1 + bend)},${String(y1)} ${String(x2 - (same ? -bend : bend))},${String(y2)} ${String(x2)},${String(y2)}` }];
  });
}

/** The whole app as a graph: what refers to what. One object is chosen to see its own lines alone. */
export function AppGraph({ app, objects, uses }: { app: string; objects: readonly BuildObject[]; uses: readonly Use[] }) {
  const { t } = useTranslation();
  const text = useText();
  const locale = useLocale((state) => state.locale);
  const listed = (names: readonly string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  const box = useRef<HTMLDivElement>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return undefined;
    const draw = (): void => { setLines(linesBetween(current, uses)); };
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(current);
    return () => { watch.disconnect(); };
  }, [uses]);
  const beside = useMemo(() => new Set(uses.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : []))), [uses, chosen]);
  const nameOf = (key: string): string => {
    const object = objects.find((one) => keyOf(one) === key);
    return object === undefined ? key : text(object.label) || object.id;
  };
  return (
    <div className={styles['graphScroll']}>
      <div ref={box} className={styles['graph']} data-chosen={chosen !== null}>
        <svg className={styles['graphLines']} aria-hidden>
          {lines.map(({ from, to, path }) => <path key={`${from} ${to}`} d={path} data-lit={from === chosen || to === chosen} />)}
        </svg>
        {columns.map((kinds) => (
          <div key={kinds.join()} className={styles['graphColumn']}>
            {kinds.map((kind) => {
              const found = objects.filter((object) => object.kind === kind);
              if (found.length === 0) return null;
              return (
                <section key={kind} aria-label={t(`build.kinds.${kind}`)}>
                  <h2>{t(`build.kinds.${kind}`)}</h2>
                  <ul className={styles['graphCards']}>
                    {found.map((object) => {
                      const key = keyOf(object);
                      const [named, naming] = [uses.filter(({ from }) => from === key).map(({ to }) => nameOf(to)), uses.filter(({ to }) => to === key).map(({ from }) => nameOf(from))];
                      return (
                        <li key={key} data-key={key} data-lit={key === chosen || beside.has(key)}>
                          <Link to={`/build/${app}/${object.kind}/${object.id}`} onMouseEnter={() => { setChosen(key); }} onMouseLeave={() => { setChosen(null); }} onFocus={() => { setChosen(key); }} onBlur={() => { setChosen(null); }}>
                            {nameOf(key)}
                            <span className="visually-hidden">
                              {named.length > 0 && t('build.names_these', { names: listed(named) })}
                              {naming.length > 0 && t('build.named_by', { names: listed(naming) })}
                            </span>
                          </Link>
                        </li>
                      );
                    })}
                  </ul>
                </section>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
