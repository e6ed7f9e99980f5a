import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'apps/:app/forms/:form/imports', load: () => import('./ImportsPage') },
    { path: 'apps/:app/forms/:form/imports/:id', load: () => import('./ImportPage') },
  ],
};

export default feature;
