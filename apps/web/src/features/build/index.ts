export { BuildFrame } from './BuildFrame';
export { FormulaInput, LabelInput } from './inputs';
export { useGround } from './ground';
export { Panel } from './Panel';
export { useReferences } from './references';
export { useRegistry, type Finding, type KindEntry } from './queries';
export { beyondFormulas, findingsOf, useLint } from './lint';
export { keyOf, useBuilder, type BuildObject } from './store';
export type { DesignerProps } from './ObjectPage';
