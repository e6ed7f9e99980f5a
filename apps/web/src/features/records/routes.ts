import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'apps/:app/forms/:form/new', load: () => import('./NewPage') },
    { path: 'apps/:app/forms/:form/records/:id', load: () => import('./RecordPage') },
  ],
};

export default feature;
