export { FlowDesigner } from './FlowDesigner';
export { BeginningChoice } from './templates/BeginningChoice';
export type { Beginning } from './templates/useBeginnings';
