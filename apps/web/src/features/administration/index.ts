export { useChange, useDepartments, usePeople } from './queries';
