import type { Feature } from '@/app/feature';

const feature: Feature = { routes: [{ path: 'apps/:app/dashboards/:dashboard', load: () => import('./DashboardPage') }] };

export default feature;
