import { Alert } from 'antd';
import { lazy, Suspense, type ComponentType } from 'react';
import { useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Waiting } from '@/components';
import { useText } from '@/i18n';
import { BuildFrame } from './BuildFrame';
import { jsonOf } from '@/definition';
import { GroundContext, useGroundOf } from './ground';
import { PlaceContext } from './references';
import { useBuilder, type BuildObject } from './store';
import styles from './build.module.css';

export interface DesignerProps {
  app: string;
  object: BuildObject;
}

const designers: Readonly<Record<string, ComponentType<DesignerProps>>> = {
  form: lazy(async () => ({ default: (await import('@/features/form-designer')).FormDesigner })),
  flow: lazy(async () => ({ default: (await import('@/features/flow-designer')).FlowDesigner })),
  rule: lazy(async () => ({ default: (await import('@/features/rule-designer')).RuleDesigner })),
};

/** Kinds without a designer of their own yet are shown as they stand in the package. */
function Plain({ object }: DesignerProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['plain']}>
      <Alert type="info" showIcon title={t('build.no_designer')} />
      <pre className={styles['source']}>{JSON.stringify(object.definition, null, 2)}</pre>
    </div>
  );
}

function placeOf(object: BuildObject): { form: string | null; flow: string | null } {
  const { form } = jsonOf(object.definition);
  const own = typeof form === 'string' ? form : null;
  return { form: object.kind === 'form' ? object.id : own, flow: object.kind === 'flow' ? object.id : null };
}

/** One object in its designer. */
export function Page() {
  const text = useText();
  const { app = '', kind = '', id = '' } = useParams();
  const object = useBuilder((state) => (state.app === app ? state.objects[`${kind}/${id}`] : undefined));
  const Designer = designers[kind] ?? Plain;
  const ground = useGroundOf(app, object === undefined ? null : placeOf(object).form);
  return (
    <BuildFrame app={app} title={text(object?.label) || id}>
      {object !== undefined && (
        <PlaceContext value={placeOf(object)}>
          <GroundContext value={ground}>
            <Suspense fallback={<Waiting lines={10} />}>
              <Designer key={`${kind}/${id}`} app={app} object={object} />
            </Suspense>
          </GroundContext>
        </PlaceContext>
      )}
    </BuildFrame>
  );
}
