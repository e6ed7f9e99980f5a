import type { DesignerProps } from '@/features/build';
import { ObjectFrame } from './ObjectFrame';
import { SettingsPart } from './SettingsPart';

/** What stands elsewhere on the page, or is never changed. */
const elsewhere: readonly string[] = ['$schema', 'format', 'id', 'label'];

/** Any kind of object, drawn from the schema of its kind. */
export function SettingsEditor({ app, object }: DesignerProps) {
  return (
    <ObjectFrame app={app} object={object}>
      <SettingsPart object={object} elsewhere={elsewhere} />
    </ObjectFrame>
  );
}
