import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Nothing, Page as PageFrame, Waiting } from '@/components';
import { useText } from '@/i18n';
import { Widget } from './Widget';
import styles from './dashboards.module.css';

/** A grid of twelve columns; on a phone the widgets stand below each other in their order. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const { app = '', dashboard = '' } = useParams();
  const detail = useQuery({
    queryKey: ['dashboard', app, dashboard],
    queryFn: () => ask(client.GET('/api/apps/{app}/dashboards/{dashboard}', { params: { path: { app, dashboard } } })),
  });
  if (detail.isError) return <Failed error={detail.error} retry={() => void detail.refetch()} />;
  if (detail.isPending) return <Waiting lines={8} />;
  return (
    <PageFrame title={text(detail.data.label)}>
      {detail.data.widgets.length === 0 && <Nothing title={t('dashboards.empty')} />}
      <div className={styles['grid']}>
        {detail.data.widgets.map((widget) => {
          const place: CSSProperties = {
            gridColumn: `${String(widget.x + 1)} / span ${String(widget.w)}`,
            gridRow: `${String(widget.y + 1)} / span ${String(widget.h)}`,
          };
          return (
            <div key={widget.id} className={styles['place']} style={place} data-chart={widget.chart}>
              <Widget app={app} widget={widget} />
            </div>
          );
        })}
      </div>
    </PageFrame>
  );
}
