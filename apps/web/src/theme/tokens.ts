/**
 * The one place with colours, sizes, radii, shadows and motion. antd's theme, the CSS variables of our own style sheets
 * and the colours of charts are all made from these tables.
 */

export type Scheme = 'light' | 'dark';

/** Sizes that do not depend on the scheme, in pixels. */
export const size = {
  s1: 4,
  s2: 8,
  s3: 12,
  s4: 16,
  s5: 20,
  s6: 24,
  s8: 32,
  s10: 40,
  s12: 48,
  bar: 48,
  menu: 208,
  side: 380,
  sheet: 960,
  panel: 720,
  control: 32,
  touch: 44,
  /** The least a pointer may have to hit (WCAG 2.2, 2.5.8). */
  target: 24,
  row: 36,
  radius: 6,
  radiusLarge: 10,
  fontSmall: 12,
  font: 14,
  fontTouch: 16,
  fontTitle: 20,
  fontFigure: 30,
  hair: 1,
} as const;

/** Widths of the window at which the frame changes. Style sheets repeat them in @media, where variables do not work. */
export const width = { phone: 768, twoColumns: 960, wide: 1200 } as const;

export const fontFamily =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Segoe UI", sans-serif';

const light = {
  page: '#f5f6f8',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#f8f9fb',
  hover: '#f0f2f5',
  selected: '#eaf0fd',
  line: '#e4e7ec',
  lineStrong: '#cfd4dc',
  text: '#1d2433',
  textSoft: '#535c6d',
  textFaint: '#616a7a',
  accent: '#2f5bd7',
  accentHover: '#2449b3',
  accentSoft: '#eaf0fd',
  onAccent: '#ffffff',
  good: '#18794e',
  goodSoft: '#e3f5ec',
  info: '#2256b8',
  infoSoft: '#e6effc',
  warning: '#8a5a00',
  warningSoft: '#fdf1d6',
  alert: '#b4460c',
  alertSoft: '#fdebdf',
  danger: '#c0262d',
  dangerHover: '#a01d24',
  dangerSoft: '#fde8e8',
  star: '#e39a12',
  neutral: '#535c6d',
  neutralSoft: '#eceff3',
  shadow: '0 6px 24px rgba(23, 32, 51, 0.10), 0 1px 3px rgba(23, 32, 51, 0.08)',
  veil: 'rgba(23, 32, 51, 0.36)',
};

const dark: typeof light = {
  page: '#111418',
  surface: '#181c22',
  raised: '#1f242c',
  sunken: '#14181d',
  hover: '#232932',
  selected: '#1d2b4d',
  line: '#2b323c',
  lineStrong: '#3c4552',
  text: '#e7eaf0',
  textSoft: '#a9b2c0',
  textFaint: '#8d97a7',
  accent: '#6f97ff',
  accentHover: '#8fafff',
  accentSoft: '#1d2b4d',
  onAccent: '#0b1020',
  good: '#5bd19a',
  goodSoft: '#14352a',
  info: '#8ab4ff',
  infoSoft: '#1a2c4d',
  warning: '#eec15c',
  warningSoft: '#3a2e12',
  alert: '#f79a63',
  alertSoft: '#42260f',
  danger: '#ff8f8f',
  dangerHover: '#ffa9a9',
  dangerSoft: '#451d20',
  star: '#f0b541',
  neutral: '#a9b2c0',
  neutralSoft: '#2a313b',
  shadow: '0 8px 28px rgba(0, 0, 0, 0.55), 0 1px 3px rgba(0, 0, 0, 0.4)',
  veil: 'rgba(0, 0, 0, 0.56)',
};

export type Palette = typeof light;

export const palettes: Record<Scheme, Palette> = { light, dark };

/** Colours of the series of a chart; neighbours differ in lightness too, so that they can be told apart without hue. */
export const series: Record<Scheme, readonly string[]> = {
  light: ['#2f5bd7', '#e08a1e', '#1a9a72', '#8a4fd0', '#d24b6a', '#3aa0c9', '#8c9440', '#6b7485'],
  dark: ['#7ea2ff', '#f2b35e', '#4fcea3', '#bb8cf5', '#f28aa3', '#74cdef', '#c3cb74', '#a9b2c0'],
};

/** Areas of a chart that mean something; lighter than the same tone as letters. */
export const toneFills = {
  light: { good: '#2f9e6b', info: '#2f6be0', warning: '#e3a32b', danger: '#d8464c' },
  dark: { good: '#4fcea3', info: '#7ea2ff', warning: '#eec15c', danger: '#f07c7c' },
} as const satisfies Record<Scheme, Record<string, string>>;

/** What is drawn over photos: the same in both schemes and on paper, because the photo is. */
export const ink = { red: '#e02424', yellow: '#f5c400', green: '#18a058', blue: '#2563eb', black: '#111111', white: '#ffffff' } as const;
export type Ink = keyof typeof ink;

/** The paper of sketches and signatures. */
export const paper = { sheet: '#ffffff', ruled: '#d5dbe5' } as const;

/** How long things move, in seconds as antd wants it. */
export const motion = { fast: '0.1s', mid: '0.12s', slow: '0.15s' } as const;

/** Menus stand at once: while one slides open its entries move under the pointer, and what is pressed on one entry and let go on another is no click. */
export const menuMotion = { motionDurationMid: '1ms' } as const;
