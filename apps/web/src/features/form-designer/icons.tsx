import {
  AimOutlined, AlignLeftOutlined, ApartmentOutlined, AppstoreOutlined, AudioOutlined, BankOutlined, BarcodeOutlined, BgColorsOutlined, BlockOutlined, BorderOutlined, BranchesOutlined,
  CalendarOutlined, CameraOutlined, CarOutlined, CarryOutOutlined, CheckCircleOutlined, CheckSquareOutlined, ClockCircleOutlined, ClusterOutlined, CodeOutlined, ColumnWidthOutlined, ControlOutlined, CreditCardOutlined,
  DashboardOutlined, DashOutlined, DownSquareOutlined, EditOutlined, EnvironmentOutlined, EyeInvisibleOutlined, FieldNumberOutlined, FieldTimeOutlined, FileImageOutlined, FileMarkdownOutlined, FileTextOutlined, FilterOutlined, FontColorsOutlined, FontSizeOutlined, FunctionOutlined,
  HeatMapOutlined, HighlightOutlined, HistoryOutlined, HomeOutlined, HourglassOutlined, IdcardOutlined, InfoCircleOutlined, InsertRowBelowOutlined, KeyOutlined, LinkOutlined, MailOutlined, MessageOutlined, MobileOutlined, NodeIndexOutlined, NumberOutlined, OrderedListOutlined,
  PaperClipOutlined, PayCircleOutlined, PercentageOutlined, PhoneOutlined, PictureOutlined, PlayCircleOutlined, PlusSquareOutlined, ProfileOutlined, RadarChartOutlined, ReadOutlined, SearchOutlined, SlidersOutlined, SmileOutlined, SolutionOutlined, StarOutlined, StepForwardOutlined, SwapOutlined, SwitcherOutlined,
  TableOutlined, TagOutlined, TeamOutlined, UnorderedListOutlined, UserOutlined, VideoCameraOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';

type Icon = ComponentType<{ 'aria-hidden'?: boolean; className?: string }>;

/** The icons of controls and parts by the names that the registry gives them. */
const icons: Readonly<Record<string, Icon>> = {
  address: HomeOutlined, area: HeatMapOutlined, bank: BankOutlined, barcode: BarcodeOutlined, button: PlayCircleOutlined, calendar: CalendarOutlined, camera: CameraOutlined, car: CarOutlined, card: CreditCardOutlined, cards: BlockOutlined,
  chain: NodeIndexOutlined, check_item: CarryOutOutlined, check_square: CheckSquareOutlined, checkbox: CheckSquareOutlined, clock: ClockCircleOutlined, code: CodeOutlined, color: BgColorsOutlined, counter: PlusSquareOutlined,
  deadline: FieldTimeOutlined, department: ApartmentOutlined, departments: ApartmentOutlined, divider: DashOutlined, filter: FilterOutlined, flow: BranchesOutlined, formula: FunctionOutlined, gauge: DashboardOutlined, grid: TableOutlined,
  hash: NumberOutlined, heading: FontColorsOutlined, hidden: EyeInvisibleOutlined, hourglass: HourglassOutlined, icons: AppstoreOutlined, idcard: IdcardOutlined, key: KeyOutlined, link: LinkOutlined, links: LinkOutlined, list: UnorderedListOutlined, location: AimOutlined, lookup: SearchOutlined,
  mail: MailOutlined, 'map-point': EnvironmentOutlined, map_areas: HeatMapOutlined, markdown: FileMarkdownOutlined, 'marked-picture': HighlightOutlined, mask: ControlOutlined, matrix: TableOutlined, matrix_mixed: TableOutlined, matrix_multi: TableOutlined, mobile: MobileOutlined, money: PayCircleOutlined, multi_select: DownSquareOutlined,
  note: InfoCircleOutlined, number: FieldNumberOutlined, object: ProfileOutlined, pairs: SolutionOutlined, paperclip: PaperClipOutlined, paragraph: AlignLeftOutlined, percentage: PercentageOutlined, phone: PhoneOutlined, picture: PictureOutlined,
  radio: CheckCircleOutlined, range: ColumnWidthOutlined, ranking: OrderedListOutlined, region: EnvironmentOutlined, rich: ReadOutlined, rows: InsertRowBelowOutlined, search: SearchOutlined, section: BorderOutlined, segmented: SwitcherOutlined, select: DownSquareOutlined, serial: BarcodeOutlined, sign: EditOutlined, sketch: HighlightOutlined, slider: SlidersOutlined, smile: SmileOutlined, spacer: ColumnWidthOutlined, star: StarOutlined, step: StepForwardOutlined, steps: StepForwardOutlined, sum: FunctionOutlined, switch: SwapOutlined,
  table: TableOutlined, tabs: SwitcherOutlined, tag: TagOutlined, text: FontSizeOutlined, track: RadarChartOutlined, transfer: SwapOutlined, tree: ClusterOutlined, tree_multi: ClusterOutlined, tree_select: ClusterOutlined, user: UserOutlined, users: TeamOutlined, video: VideoCameraOutlined, voice: AudioOutlined, watermark: FileImageOutlined, message: MessageOutlined, history: HistoryOutlined,
};

/** The icon of a kind of control or part; a sheet of paper for an unknown one. */
export function KindIcon({ name }: { name: string }) {
  const Found = icons[name] ?? FileTextOutlined;
  return <Found aria-hidden />;
}
