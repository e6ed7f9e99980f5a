import type { Feature } from '@/app/feature';

const feature: Feature = { routes: [{ path: 'admin/packages/from-workbook', load: () => import('./WorkbookPage') }] };

export default feature;
