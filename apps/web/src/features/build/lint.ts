import type { Finding } from './queries';
import { useCheck } from './queries';

const folders: Readonly<Record<string, string>> = {
  dictionary: 'dictionaries',
  calendar: 'calendars',
  form: 'forms',
  flow: 'flows',
  rule: 'rules',
  connector: 'connectors',
  message: 'messages',
  report: 'reports',
  dashboard: 'dashboards',
  print: 'prints',
  role: 'roles',
  menu: 'menus',
  portal: 'portals',
  scenario: 'scenarios',
};

/** The file of an object inside the package. */
export function fileOf(kind: string, id: string): string {
  const folder = folders[kind];
  return folder === undefined ? 'app.json' : `${folder}/${id}.json`;
}

/** The findings of one object, or of a part of it. */
export function findingsOf(findings: readonly Finding[], kind: string, id: string, pointer = ''): readonly Finding[] {
  const file = fileOf(kind, id);
  return findings.filter((finding) => finding.file === file && (pointer === '' || finding.pointer === pointer || finding.pointer.startsWith(`${pointer}/`)));
}

/** The page on which something that was found can be mended; none for what has no page. */
export function addressOf(app: string, finding: Finding): string | null {
  const [folder = '', file = ''] = finding.file.split('/');
  const kind = Object.entries(folders).find(([, one]) => one === folder)?.[0];
  return kind === undefined ? null : `/build/${app}/${kind}/${file.replace(/\.json$/, '')}?at=${encodeURIComponent(finding.pointer)}`;
}

/** What is not said where a formula is written: the editor says the faults of its text itself. */
export function beyondFormulas(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ pointer, span }) => span === null || span === undefined || !/\/(formula|when)$/.test(pointer));
}

/** Everything that is found in the draft. */
export function useLint(app: string): readonly Finding[] {
  const { data } = useCheck(app);
  return data?.diagnostics ?? [];
}
