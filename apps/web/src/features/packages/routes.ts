import { AppstoreAddOutlined } from '@ant-design/icons';
import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [{ path: 'admin/packages', load: () => import('./PackagesPage') }],
  entries: [{ place: 'admin', label: 'packages.title', icon: AppstoreAddOutlined, path: () => '/admin/packages', allowed: (me) => me.administrator }],
};

export default feature;
