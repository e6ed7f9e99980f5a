/** The one adapter from the chart model to ECharts. */
import type { EChartsCoreOption } from 'echarts/core';
import type { Tone } from '@/engine';
import { palettes, series as seriesColours, size, toneFills, type Scheme } from '@/theme';
import { heightOf, plotOf, type ChartModel, type ModelCell } from './model';

export interface Look {
  scheme: Scheme;
  fontFamily: string;
  short: (value: number) => string;
}

/** A tone colours a series only when it says something. */
function colourOf(tone: Tone | null, scheme: Scheme): string | undefined {
  return tone === null || tone === 'neutral' ? undefined : toneFills[scheme][tone];
}

function baseOf({ scheme, fontFamily }: Look): EChartsCoreOption {
  const palette = palettes[scheme];
  return {
    color: [...seriesColours[scheme]],
    textStyle: { fontFamily, fontSize: size.fontSmall, color: palette.textSoft },
    animationDuration: 120,
    grid: { left: size.s1, right: size.s3, top: size.s6, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { type: 'scroll', top: 0, right: 0, icon: 'roundRect', itemWidth: size.s3, itemHeight: size.s2, textStyle: { color: palette.textSoft } },
    tooltip: { confine: true, backgroundColor: palette.raised, borderColor: palette.line, textStyle: { color: palette.text, fontSize: size.fontSmall } },
    aria: { enabled: true },
  };
}

/** A point that carries its text, so that hovering shows the exact number and not the float. */
function pointOf(cell: ModelCell | undefined): { value: number | null; text: string } {
  return { value: heightOf(cell), text: cell?.text ?? '' };
}

function axes(model: ChartModel, look: Look, kind: 'bar' | 'line'): EChartsCoreOption {
  const palette = palettes[look.scheme];
  const plot = plotOf(model);
  const lying = kind === 'bar' && model.settings['horizontal'] === true;
  const label = { color: palette.textSoft, hideOverlap: true };
  const category = {
    type: 'category',
    data: [...plot.categories],
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: palette.lineStrong } },
    axisLabel: { ...label, width: lying ? size.s12 * 2 : undefined, overflow: lying ? 'truncate' : undefined },
  };
  const value = {
    type: 'value',
    minInterval: model.columns.some((column) => column.format === 'percent') ? 0 : 1,
    splitLine: { lineStyle: { color: palette.line } },
    axisLabel: { ...label, formatter: look.short },
  };
  const stacked = model.settings['stacked'] === true;
  const area = model.settings['area'] === true;
  return {
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: plot.series.map((one) => ({
      type: kind,
      name: one.name,
      data: one.cells.map(pointOf),
      ...(stacked ? { stack: 'all' } : {}),
      ...(kind === 'bar' ? { barMaxWidth: size.s6 } : { smooth: model.settings['smooth'] === true, symbolSize: size.s1, showSymbol: plot.categories.length <= 31 }),
      ...(area ? { areaStyle: { opacity: 0.12 } } : {}),
      ...(colourOf(one.tone, look.scheme) === undefined ? {} : { itemStyle: { color: colourOf(one.tone, look.scheme) } }),
    })),
    legend: { show: plot.series.length > 1 },
    tooltip: { trigger: 'axis', axisPointer: { type: kind === 'bar' ? 'shadow' : 'line' } },
  };
}

function pie(model: ChartModel, look: Look): EChartsCoreOption {
  const palette = palettes[look.scheme];
  const dimension = model.columns.findIndex((column) => !column.measure);
  const measure = model.columns.findIndex((column) => column.measure);
  return {
    series: [
      {
        type: 'pie',
        radius: model.settings['ring'] === true ? ['52%', '78%'] : '78%',
        center: ['50%', '54%'],
        label: { color: palette.textSoft, formatter: '{b}\n{d}%' },
        labelLine: { length: size.s2, length2: size.s2 },
        itemStyle: { borderColor: palette.surface, borderWidth: 2 },
        data: model.rows.map((row) => {
          const cell = row.cells[dimension];
          const colour = colourOf(cell?.tone ?? null, look.scheme);
          return { name: cell?.text ?? '', ...pointOf(row.cells[measure]), ...(colour === undefined ? {} : { itemStyle: { color: colour } }) };
        }),
      },
    ],
    legend: { show: false },
    tooltip: { trigger: 'item' },
  };
}

function together(base: EChartsCoreOption, own: EChartsCoreOption): EChartsCoreOption {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const before = merged[key];
    const both = typeof before === 'object' && before !== null && typeof value === 'object' && value !== null && !Array.isArray(value);
    merged[key] = both ? { ...before, ...value } : value;
  }
  return merged;
}

/** What ECharts is told; `null` for a kind that is no drawing. */
export function optionOf(model: ChartModel, look: Look): EChartsCoreOption | null {
  if (model.kind === 'bar' || model.kind === 'line') return together(baseOf(look), axes(model, look, model.kind));
  return model.kind === 'pie' ? together(baseOf(look), pie(model, look)) : null;
}
