import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'me', load: () => import('./Me') },
    { path: 'apps/:app', load: () => import('./AppHome') },
  ],
};

export default feature;
