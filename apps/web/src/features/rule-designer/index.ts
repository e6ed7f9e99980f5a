export { RuleDesigner } from './RuleDesigner';
