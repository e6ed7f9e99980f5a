import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [{ path: 'build/:app/flow-times/:flow', load: () => import('./TimesPage') }],
};

export default feature;
