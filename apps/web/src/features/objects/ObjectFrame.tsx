import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { jsonOf, withKey } from '@/definition';
import type { Json } from '@/api';
import { beyondFormulas, findingsOf, keyOf, LabelInput, useBuilder, useLint, type BuildObject } from '@/features/build';
import { Findings } from '@/features/packages';
import { useText } from '@/i18n';
import styles from './objects.module.css';

/** Changes an object by keys; typing in one place is one step that can be taken back. */
export function useChange(object: BuildObject): { definition: Json; set: (key: string, value: unknown) => void; put: (next: Json) => void } {
  const { t } = useTranslation();
  const text = useText();
  const run = useBuilder((state) => state.run);
  const definition = jsonOf(object.definition);
  const step = t('objects.changed', { kind: t(`build.kinds.${object.kind}`), name: text(object.label) || object.id });
  return {
    definition,
    set: (key, value) => { run(`${step}:${object.id}:${key}`, keyOf(object), withKey(definition, key, value)); },
    put: (next) => { run(`${step}:${object.id}`, keyOf(object), next); },
  };
}

/** What every object has: what was found in it, and its name. */
export function ObjectFrame({ app, object, children }: { app: string; object: BuildObject; children: ReactNode }) {
  const { t } = useTranslation();
  const { definition, set } = useChange(object);
  const findings = beyondFormulas(findingsOf(useLint(app), object.kind, object.id));
  return (
    <div className={styles['object']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <section className={styles['part']}>
        <h2>{t('objects.name')}</h2>
        <LabelInput name={t('objects.name')} value={definition['label']} onChange={(label) => { set('label', label ?? ''); }} />
      </section>
      {children}
    </div>
  );
}
