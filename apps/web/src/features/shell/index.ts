export { Frame } from './Frame';
export { Broken, Lost } from './Broken';
export { flatMenu, useCurrentApp } from './currentApp';
