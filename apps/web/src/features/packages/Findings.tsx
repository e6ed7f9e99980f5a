import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
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
interface FindingsProps {
  findings: readonly Finding[];
  /** The page on which one can be mended. */
  addressOf?: (finding: Finding) => string | null;
  /** What mends one; none where a person must decide. */
  repairOf?: (finding: Finding) => { label: string; run: () => void } | null;
}

export function Findings({ findings, addressOf, repairOf }: FindingsProps) {
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
            <Ways address={addressOf?.(finding) ?? null} repair={repairOf?.(finding) ?? null} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The way to the place, and what mends it. */
function Ways({ address, repair }: { address: string | null; repair: { label: string; run: () => void } | null }) {
  const { t } = useTranslation();
  if (address === null && repair === null) return null;
  return (
    <div className={styles['ways']}>
      {repair !== null && <Button size="small" onClick={repair.run}>{repair.label}</Button>}
      {address !== null && <Link to={address}>{t('packages.go_to')}</Link>}
    </div>
  );
}
