export { FlowDesigner } from './FlowDesigner';
