export { RecordScreen } from './RecordScreen';
export { columnsOf, type Column } from './fields';
export { needsNoValue, operatorsOf } from './filter';
export { OperandInput } from './OperandInput';
export { useRecordServices, zoneOf } from './services';
export { Value } from './Value';
