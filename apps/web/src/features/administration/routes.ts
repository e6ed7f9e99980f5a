import { ApartmentOutlined, AuditOutlined, DisconnectOutlined, MailOutlined, SafetyCertificateOutlined, TeamOutlined } from '@ant-design/icons';
import type { Feature } from '@/app/feature';

const feature: Feature = {
  routes: [
    { path: 'admin/users', load: () => import('./UsersPage') },
    { path: 'admin/departments', load: () => import('./DepartmentsPage') },
    { path: 'admin/roles', load: () => import('./RolesPage') },
    { path: 'admin/incidents', load: () => import('./IncidentsPage') },
    { path: 'admin/outbox', load: () => import('./OutboxPage') },
    { path: 'admin/audit', load: () => import('./AuditPage') },
  ],
  entries: [
    { place: 'admin', label: 'administration.users', icon: TeamOutlined, path: () => '/admin/users', allowed: (me) => me.administrator },
    { place: 'admin', label: 'administration.departments', icon: ApartmentOutlined, path: () => '/admin/departments', allowed: (me) => me.administrator },
    { place: 'admin', label: 'administration.roles', icon: SafetyCertificateOutlined, path: () => '/admin/roles', allowed: (me) => me.administrator },
    { place: 'admin', label: 'administration.incidents', icon: DisconnectOutlined, path: () => '/admin/incidents', allowed: (me) => me.administrator },
    { place: 'admin', label: 'administration.outbox', icon: MailOutlined, path: () => '/admin/outbox', allowed: (me) => me.administrator },
    { place: 'admin', label: 'administration.audit', icon: AuditOutlined, path: () => '/admin/audit', allowed: (me) => me.administrator },
  ],
};

export default feature;
