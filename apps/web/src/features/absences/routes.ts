import { UserSwitchOutlined } from '@ant-design/icons';
import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [{ path: 'admin/absences', load: () => import('./AbsencesPage') }],
  entries: [{ place: 'admin', label: 'absences.people', icon: UserSwitchOutlined, path: () => '/admin/absences', allowed: (me) => me.administrator }],
};

export default feature;
