export { BuildFrame } from './BuildFrame';
export { FormulaInput, LabelInput } from './inputs';
export { Panel } from './Panel';
export { useRegistry, type KindEntry } from './queries';
export { findingsOf, useLint } from './lint';
export { keyOf, useBuilder, type BuildObject } from './store';
export type { DesignerProps } from './ObjectPage';
