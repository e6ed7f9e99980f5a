import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'work', load: () => import('./WorkPage') },
    { path: 'work/:box', load: () => import('./WorkPage') },
  ],
};

export default feature;
