export { antdThemeOf } from './antd';
export { applyScheme, cssVariables } from './apply';
export { ink, palettes, paper, series, size, toneFills, width, type Ink, type Palette, type Scheme } from './tokens';
export { useScheme, useSchemeChoice, type SchemeChoice } from './scheme';
export { useNarrow } from './useNarrow';
export { useStill } from './useStill';
