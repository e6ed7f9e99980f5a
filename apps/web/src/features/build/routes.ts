import { BuildOutlined } from '@ant-design/icons';
import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'build/:app', load: () => import('./OverviewPage') },
    { path: 'build/:app/:kind/:id', load: () => import('./ObjectPage') },
  ],
  entries: [{ place: 'app', label: 'build.title', icon: BuildOutlined, path: (app) => `/build/${app}`, allowed: (_, app) => app?.may_build === true }],
};

export default feature;
