export { OwnAbsences } from './OwnAbsences';
