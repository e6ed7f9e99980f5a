export { CalendarDesigner } from './CalendarDesigner';
