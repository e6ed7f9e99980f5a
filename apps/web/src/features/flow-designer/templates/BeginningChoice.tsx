import { SwapOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Asks } from './Asks';
import { Sketch } from './Sketch';
import { useBeginnings, type Beginning } from './useBeginnings';
import styles from './templates.module.css';

interface ChoiceProps {
  app: string;
  /** The form over which the flow will run; none while it is not chosen. */
  form: string | undefined;
  /** The flow that is not offered as its own beginning. */
  without?: string | null;
  picked: Beginning | null;
  pick: (beginning: Beginning | null) => void;
}

/** The gallery of what a flow can begin with; once something is picked, what it looks like and what it has to know. */
export function BeginningChoice({ app, form, without = null, picked, pick }: ChoiceProps) {
  const { t } = useTranslation();
  const beginnings = useBeginnings(form, without);
  if (picked !== null) return <Picked app={app} form={form} beginning={picked} leave={() => { pick(null); }} />;
  return (
    <div className={styles['gallery']}>
      <Cards title={t('flow-designer.templates.title')} list={beginnings.templates} pick={pick} />
      {beginnings.copies.length > 0 && <Cards title={t('flow-designer.templates.copies')} list={beginnings.copies} pick={pick} />}
    </div>
  );
}

function Cards({ title, list, pick }: { title: string; list: readonly Beginning[]; pick: (beginning: Beginning) => void }) {
  const head = useId();
  return (
    <section aria-labelledby={head}>
      <h3 id={head} className={styles['head']}>{title}</h3>
      <ul className={styles['cards']}>
        {list.map((one) => (
          <li key={one.key}>
            <button type="button" className={styles['card']} disabled={one.why !== null} onClick={() => { pick(one); }}>
              <span className={styles['small']}><Sketch flow={one.flow} /></span>
              <span className={styles['words']}>
                <strong>{one.name}</strong>
                <span className={styles['soft']}>{one.why ?? one.help}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Picked({ app, form, beginning, leave }: { app: string; form: string | undefined; beginning: Beginning; leave: () => void }) {
  const { t } = useTranslation();
  const place = useRef<HTMLElement>(null);
  // The card that had the keyboard is gone.
  useEffect(() => {
    place.current?.focus();
  }, []);
  return (
    <section ref={place} className={styles['picked']} tabIndex={-1} aria-label={beginning.name}>
      <div className={styles['pickedHead']}>
        <strong>{beginning.name}</strong>
        <Button size="small" icon={<SwapOutlined aria-hidden />} onClick={leave}>{t('flow-designer.templates.another')}</Button>
      </div>
      <p className={styles['soft']}>{beginning.help}</p>
      <div className={styles['both']}>
        <div className={styles['large']} role="group" aria-label={t('flow-designer.templates.drawing')} tabIndex={0}><Sketch flow={beginning.flow} words /></div>
        <div>
          {form === undefined && beginning.asks.length > 0 && <Alert showIcon type="info" title={t('flow-designer.templates.form_first')} />}
          {form !== undefined && <Asks app={app} asks={beginning.asks} form={form} />}
        </div>
      </div>
    </section>
  );
}
