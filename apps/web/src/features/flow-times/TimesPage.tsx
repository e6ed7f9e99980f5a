import { Alert, Segmented, Select } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Failed, Nothing, Page as PageFrame, Waiting } from '@/components';
import { drawingOf, pathOf, type Sizes } from '@/features/records';
import { useLocale, useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { size, useNarrow } from '@/theme';
import { isMeasure, measures, shadesOf, valueOf, type Measure } from './heat';
import { useFlowTimes, type FlowTimes, type StepTimes } from './queries';
import styles from './times.module.css';

const spans = [7, 30, 90, 365] as const;
const second = 1000;
const sizes: Sizes = { width: size.menu, height: size.s12 + size.s8, across: size.s6, down: size.s12 };

/** Values as people read them: spans of time, shares, numbers; a dash where nothing was measured. */
function useShown(): (step: StepTimes, measure: Measure) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const locale = useLocale((state) => state.locale);
  return (step, measure) => {
    const value = valueOf(step, measure);
    if (value === null) return t('flow-times.none');
    if (measure === 'median' || measure === 'ninth') return format.span(value * second);
    if (measure === 'waiting') return format.number(value, 0);
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  };
}

interface FoundProps {
  found: FlowTimes;
  measure: Measure;
}

/** The flow from above to below: the hotter a step, the more of the measure it has. */
function HeatMap({ found, measure }: FoundProps) {
  const { t } = useTranslation();
  const text = useText();
  const shown = useShown();
  const drawing = drawingOf(found.steps.map(({ node }) => node), found.ways, sizes);
  const shades = shadesOf(found.steps, measure);
  const most = Math.max(1, ...found.ways.map(({ taken }) => taken));
  return (
    <div className={styles['canvas']} role="group" aria-label={t('flow-times.map')} tabIndex={0}>
      <div className={styles['graph']} style={{ width: drawing.width, height: drawing.height }}>
        <svg width={drawing.width} height={drawing.height} aria-hidden="true">
          {drawing.lines.map((line) => {
            const taken = found.ways.find(({ id }) => id === line.id)?.taken ?? 0;
            return <path key={line.id} d={pathOf(line)} data-taken={taken > 0} strokeWidth={1 + (5 * taken) / most} />;
          })}
        </svg>
        {found.steps.map((step) => {
          const at = drawing.nodes.get(step.node);
          return (
            <div key={step.node} className={styles['node']} data-shade={shades.get(step.node) ?? 0} style={{ left: at?.x ?? 0, top: at?.y ?? 0, width: sizes.width, height: sizes.height }}>
              <strong>{text(step.label)}</strong>
              <span>{t(`flow-times.measures.${measure}`)} {shown(step, measure)}</span>
              <span className={styles['soft']}>{t('flow-times.passed_times', { count: step.passed })}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The same as a table, for reading and for screen readers. */
function Table({ found, measure }: FoundProps) {
  const { t } = useTranslation();
  const text = useText();
  const shown = useShown();
  const format = useFormat();
  const shades = shadesOf(found.steps, measure);
  return (
    <div className={styles['scroll']} role="group" aria-label={t('flow-times.table')} tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('flow-times.step')}</th>
            <th scope="col">{t('flow-times.passed')}</th>
            {measures.map((one) => <th key={one} scope="col" aria-sort={one === measure ? 'descending' : 'none'}>{t(`flow-times.measures.${one}`)}</th>)}
            <th scope="col">{t('flow-times.longest')}</th>
          </tr>
        </thead>
        <tbody>
          {found.steps.filter((step) => step.passed + step.waiting > 0).toSorted((one, other) => (valueOf(other, measure) ?? -1) - (valueOf(one, measure) ?? -1)).map((step) => (
            <tr key={step.node}>
              <th scope="row">{text(step.label)}</th>
              <td>{format.number(step.passed, 0)}</td>
              {measures.map((one) => <td key={one} data-shade={one === measure ? (shades.get(step.node) ?? 0) : 0}>{shown(step, one)}</td>)}
              <td>{typeof step.longest_wait === 'number' ? format.span(step.longest_wait * second) : t('flow-times.none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** 瓶颈热力图: how long the steps of a flow take, where cases wait, and how often they are late or sent back. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const { app = '', flow = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const days = spans.find((span) => String(span) === params.get('days')) ?? 30;
  const version = Number(params.get('version') ?? '') || null;
  const asked = params.get('by');
  const measure = isMeasure(asked) ? asked : 'median';
  const times = useFlowTimes(app, flow, days, version);
  const change = (name: string, value: string | null): void => {
    const next = new URLSearchParams(params);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setParams(next, { replace: true });
  };
  const found = times.data;
  const name = found === undefined ? '' : text(found.label);
  return (
    <PageFrame
      title={t('flow-times.title', { name })}
      actions={<Link to={`/build/${app}/flow/${flow}`}>{t('flow-times.to_designer')}</Link>}
      below={
        <div className={styles['filters']}>
          <Select aria-label={t('flow-times.span')} value={days} options={spans.map((span) => ({ value: span, label: t('flow-times.last_days', { count: span }) }))} onChange={(span) => { change('days', String(span)); }} />
          <Select
            aria-label={t('flow-times.version')}
            value={version ?? 0}
            options={[{ value: 0, label: t('flow-times.all_versions') }, ...(found?.versions ?? []).map((number) => ({ value: number, label: t('flow-times.one_version', { number }) }))]}
            onChange={(number) => { change('version', number === 0 ? null : String(number)); }}
          />
          <div className={styles['measures']}>
            <Segmented aria-label={t('flow-times.by')} value={measure} options={measures.map((one) => ({ value: one, label: t(`flow-times.measures.${one}`) }))} onChange={(by) => { change('by', by); }} />
          </div>
        </div>
      }
    >
      {times.isError && <Failed error={times.error} />}
      {times.isPending && <Waiting lines={6} />}
      {found !== undefined && (
        <div className={styles['found']}>
          <p className={styles['soft']}>{t('flow-times.looked_at', { count: found.cases, running: found.running })} {t('flow-times.how')}</p>
          {found.more && <Alert type="info" showIcon title={t('flow-times.more', { count: found.cases })} />}
          {found.cases === 0 ? <Nothing title={t('flow-times.nothing')} /> : (
            <>
              {!narrow && <HeatMap found={found} measure={measure} />}
              <Table found={found} measure={measure} />
            </>
          )}
        </div>
      )}
    </PageFrame>
  );
}
