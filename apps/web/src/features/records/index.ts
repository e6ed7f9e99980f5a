export { RecordScreen } from './RecordScreen';
export { useRecordServices } from './services';
