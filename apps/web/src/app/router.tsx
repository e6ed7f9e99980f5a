import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { Broken, Frame, Lost } from '@/features/shell';
import { features } from './feature';

function routeOf({ path, load }: { path: string; load: () => Promise<{ Page: React.ComponentType }> }): RouteObject {
  return { path, lazy: async () => ({ Component: (await load()).Page }) };
}

export const router = createBrowserRouter([
  {
    path: '/',
    Component: Frame,
    ErrorBoundary: Broken,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: Broken,
        children: [
          { index: true, element: <Navigate to="/desk/todo" replace /> },
          ...features.flatMap((feature) => feature.routes.map(routeOf)),
          { path: '*', Component: Lost },
        ],
      },
    ],
  },
]);
