import {
  AlertOutlined,
  AppstoreOutlined,
  BarChartOutlined,
  BookOutlined,
  CalendarOutlined,
  CarOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  FileTextOutlined,
  ProfileOutlined,
  SafetyOutlined,
  ShoppingOutlined,
  TeamOutlined,
  ToolOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';

const glyphs: Readonly<Record<string, ComponentType<{ 'aria-hidden'?: boolean }>>> = {
  alert: AlertOutlined,
  app: AppstoreOutlined,
  chart: BarChartOutlined,
  book: BookOutlined,
  calendar: CalendarOutlined,
  car: CarOutlined,
  service: CustomerServiceOutlined,
  headset: CustomerServiceOutlined,
  dashboard: DashboardOutlined,
  file: FileTextOutlined,
  list: ProfileOutlined,
  shield: SafetyOutlined,
  box: ShoppingOutlined,
  shopping: ShoppingOutlined,
  package: ShoppingOutlined,
  team: TeamOutlined,
  users: TeamOutlined,
  tool: ToolOutlined,
  user: UserOutlined,
};

/** An icon of the product's set by its name in a definition; a sheet of paper for an unknown one. */
export function Glyph({ name }: { name: string }) {
  const Icon = glyphs[name] ?? FileTextOutlined;
  return <Icon aria-hidden />;
}
