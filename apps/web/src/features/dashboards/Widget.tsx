import { ArrowDownOutlined, ArrowUpOutlined, BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client, keys, type WidgetPlace } from '@/api';
import { Failed, Nothing, Waiting } from '@/components';
import { useLocale, useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { ModelTable } from './ModelTable';
import { heightOf, nameOf, readModel, type ChartModel, type ModelRow } from './model';
import styles from './dashboards.module.css';

const Drawing = lazy(async () => ({ default: (await import('./Drawing')).Drawing }));

/** One number, and how it stands against the period before. */
function NumberCard({ model, addressOf }: { model: ChartModel; addressOf: (row: ModelRow) => string | null }) {
  const { t } = useTranslation();
  const number = model.totals[0] ?? model.rows[0]?.cells.at(-1);
  const change = heightOf(model.comparison?.change);
  const figure = number?.text === undefined || number.text === '' ? '0' : number.text;
  const [only] = model.rows;
  const address = only === undefined ? null : addressOf(only);
  return (
    <div className={styles['number']}>
      <span className={styles['figure']}>{address === null ? figure : <Link to={address} title={t('dashboards.open_group')}>{figure}</Link>}</span>
      {model.comparison !== null && (
        <span className={styles['change']} title={t('dashboards.before', { number: model.comparison.before.text })}>
          {change !== null && change > 0 && <ArrowUpOutlined aria-hidden />}
          {change !== null && change < 0 && <ArrowDownOutlined aria-hidden />}
          {change === null ? t('dashboards.nothing_before') : t('dashboards.change', { change: model.comparison.change.text })}
        </span>
      )}
    </div>
  );
}

interface ContentProps {
  model: ChartModel;
  title: string;
  asTable: boolean;
  addressOf: (row: ModelRow) => string | null;
}

function Content({ model, title, asTable, addressOf }: ContentProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = (row: ModelRow): void => {
    const address = addressOf(row);
    if (address !== null) void navigate(address);
  };
  if (model.kind === 'number_card' && !asTable) return <NumberCard model={model} addressOf={addressOf} />;
  if (model.rows.length === 0 && model.kind !== 'number_card') return <Nothing title={t('dashboards.nothing')} />;
  if (asTable || model.kind === 'table') return <ModelTable model={model} title={title} addressOf={addressOf} />;
  return (
    <Suspense fallback={<Waiting lines={3} />}>
      <Drawing model={model} title={title} open={open} />
    </Suspense>
  );
}

interface WidgetProps {
  app: string;
  widget: WidgetPlace;
}

/** A report at its place: a drawing, or the same numbers as a table. */
export function Widget({ app, widget }: WidgetProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const locale = useLocale((state) => state.locale);
  const [asTable, setAsTable] = useState(false);
  const answer = useQuery({
    queryKey: [...keys.reports, app, widget.report, locale],
    queryFn: () => ask(client.POST('/api/apps/{app}/reports/{report}/run', { params: { path: { app, report: widget.report } }, body: {} })),
    placeholderData: keepPreviousData,
  });
  const model = useMemo(() => (answer.data === undefined ? undefined : readModel(answer.data.chart)), [answer.data]);
  const title = text(widget.label);
  // What stands for several groups has no filter of its own.
  const addressOf = (row: ModelRow): string | null => {
    if (model === undefined || widget.form === '' || row.drill === undefined || row.drill === null) return null;
    return addresses.chosen(app, widget.form, [title, nameOf(model, row)].filter((part) => part !== '').join(' · '), row.drill);
  };
  const help = text(widget.help);
  return (
    <section className={styles['widget']} aria-label={title} data-chart={widget.chart}>
      <header className={styles['widgetHead']}>
        <Tooltip title={[help, model === undefined ? '' : t('dashboards.as_of', { moment: format.moment(model.asOf) })].filter((part) => part !== '').join(' · ')}>
          <h2 className={styles['widgetTitle']} tabIndex={0}>
            {title}
          </h2>
        </Tooltip>
        {widget.chart !== 'table' && widget.chart !== 'number_card' && (
          <Button
            type="text"
            size="small"
            icon={asTable ? <BarChartOutlined aria-hidden /> : <TableOutlined aria-hidden />}
            aria-label={asTable ? t('dashboards.as_chart', { title }) : t('dashboards.as_table', { title })}
            aria-pressed={asTable}
            onClick={() => {
              setAsTable(!asTable);
            }}
          />
        )}
      </header>
      <div className={styles['widgetBody']}>
        {answer.isError && <Failed error={answer.error} retry={() => void answer.refetch()} />}
        {answer.isPending && <Waiting lines={3} />}
        {model !== undefined && (
          <Content model={model} title={title} asTable={asTable} addressOf={addressOf} />
        )}
      </div>
    </section>
  );
}
