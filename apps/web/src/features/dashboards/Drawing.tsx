import { useEffect, useRef } from 'react';
import { useFormat } from '@/i18n/format';
import { fontFamily } from '@/theme/tokens';
import { useScheme } from '@/theme';
import { init } from './echarts';
import type { ChartModel } from './model';
import { optionOf } from './option';
import styles from './dashboards.module.css';

interface DrawingProps {
  model: ChartModel;
  title: string;
}

/** A chart that follows the size of its place and the colours of the theme. */
export function Drawing({ model, title }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const format = useFormat();
  useEffect(() => {
    const element = place.current;
    const option = optionOf(model, { scheme, fontFamily, short: format.short });
    if (element === null || option === null) return undefined;
    const chart = init(element);
    chart.setOption(option);
    const observer = new ResizeObserver(() => {
      chart.resize();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [model, scheme, format]);
  return <div ref={place} className={styles['drawing']} role="img" aria-label={title} />;
}
