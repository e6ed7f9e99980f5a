import { useEffect, useRef } from 'react';
import { useFormat } from '@/i18n/format';
import { fontFamily } from '@/theme/tokens';
import { useScheme } from '@/theme';
import { init } from './echarts';
import { rowAt, type ChartModel, type ModelRow } from './model';
import { optionOf } from './option';
import styles from './dashboards.module.css';

interface DrawingProps {
  model: ChartModel;
  title: string;
  /** A mark was chosen: its group is looked at. */
  open: (row: ModelRow) => void;
}

/** A chart that follows the size of its place and the colours of the theme. */
export function Drawing({ model, title, open }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useScheme();
  const format = useFormat();
  const opened = useRef(open);
  useEffect(() => {
    opened.current = open;
  });
  useEffect(() => {
    const element = place.current;
    const option = optionOf(model, { scheme, fontFamily, short: format.short });
    if (element === null || option === null) return undefined;
    const chart = init(element);
    chart.setOption(option);
    chart.on('click', ({ seriesIndex, dataIndex }) => {
      const row = rowAt(model, seriesIndex ?? 0, dataIndex);
      if (row !== undefined) opened.current(row);
    });
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
