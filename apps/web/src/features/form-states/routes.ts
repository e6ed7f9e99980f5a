import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [{ path: 'build/:app/form/:form/states', load: () => import('./StatesPage') }],
};

export default feature;
