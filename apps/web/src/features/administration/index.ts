export { useDepartments, usePeople } from './queries';
