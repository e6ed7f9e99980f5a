import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [{ path: 'apps/:app/forms/:form', load: () => import('./ListPage') }],
};

export default feature;
