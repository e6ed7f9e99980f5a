import { useTranslation } from 'react-i18next';
import { OptionTag } from '@/controls';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import styles from './packages.module.css';

type Finding = components['schemas']['Finding'];

function placeOf(finding: Finding): string {
  const line = finding.line === null || finding.line === undefined ? '' : `:${String(finding.line)}:${String(finding.column ?? 1)}`;
  return `${finding.file}${line}`;
}

/** What checking found, errors first, each with its place and what to do. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation();
  const text = useText();
  const sorted = findings.toSorted((one, other) => Number(one.severity !== 'error') - Number(other.severity !== 'error'));
  return (
    <ul className={styles['findings']} aria-label={t('packages.findings')} tabIndex={0}>
      {sorted.map((finding) => (
        <li key={`${finding.code}${placeOf(finding)}${finding.pointer}${String(finding.span?.[0] ?? '')}`} className={styles['finding']}>
          <OptionTag tone={finding.severity === 'error' ? 'danger' : 'warning'} label={t(finding.severity === 'error' ? 'packages.error' : 'packages.warning')} />
          <div>
            <div>{text(finding.message)}</div>
            {finding.hint !== null && finding.hint !== undefined && <div className={styles['soft']}>{text(finding.hint)}</div>}
            <div className={styles['place']}>
              {placeOf(finding)} {finding.pointer} · {finding.code}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
