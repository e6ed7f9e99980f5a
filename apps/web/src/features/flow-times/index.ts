export { timesOf } from './queries';
