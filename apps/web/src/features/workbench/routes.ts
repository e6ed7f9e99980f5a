import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'desk', load: () => import('./WorkPage') },
    { path: 'desk/:box', load: () => import('./WorkPage') },
  ],
};

export default feature;
