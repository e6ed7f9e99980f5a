import { lazy, Suspense, type ComponentType } from 'react';
import { useParams } from 'react-router';
import { Waiting } from '@/components';
import { useText } from '@/i18n';
import { BuildFrame } from './BuildFrame';
import { jsonOf } from '@/definition';
import { GroundContext, useGroundOf } from './ground';
import { PlaceContext } from './references';
import { useBuilder, type BuildObject } from './store';

export interface DesignerProps {
  app: string;
  object: BuildObject;
}

const designers: Readonly<Record<string, ComponentType<DesignerProps>>> = {
  form: lazy(async () => ({ default: (await import('@/features/form-designer')).FormDesigner })),
  flow: lazy(async () => ({ default: (await import('@/features/flow-designer')).FlowDesigner })),
  rule: lazy(async () => ({ default: (await import('@/features/rule-designer')).RuleDesigner })),
  app: lazy(async () => ({ default: (await import('@/features/objects')).AppEditor })),
  calendar: lazy(async () => ({ default: (await import('@/features/calendars')).CalendarDesigner })),
  connector: lazy(async () => ({ default: (await import('@/features/connectors')).ConnectorEditor })),
  dictionary: lazy(async () => ({ default: (await import('@/features/objects')).DictionaryDesigner })),
  menu: lazy(async () => ({ default: (await import('@/features/objects')).MenuEditor })),
  role: lazy(async () => ({ default: (await import('@/features/objects')).RoleEditor })),
};

/** Kinds without a face of their own are drawn from their schema. */
const SettingsEditor = lazy(async () => ({ default: (await import('@/features/objects')).SettingsEditor }));

function placeOf(object: BuildObject): { form: string | null; flow: string | null } {
  const { form, dataset } = jsonOf(object.definition);
  const named = form ?? dataset;
  const own = typeof named === 'string' ? named : null;
  return { form: object.kind === 'form' ? object.id : own, flow: object.kind === 'flow' ? object.id : null };
}

/** One object in its designer. */
export function Page() {
  const text = useText();
  const { app = '', kind = '', id = '' } = useParams();
  const object = useBuilder((state) => (state.app === app ? state.objects[`${kind}/${id}`] : undefined));
  const Designer = designers[kind] ?? SettingsEditor;
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
