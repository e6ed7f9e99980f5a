import type { Feature } from '@/app/feature';

const feature: Feature = { routes: [{ path: 'messages', load: () => import('./MessagesPage') }] };

export default feature;
