import type { ComponentType } from 'react';
import type { AppSummary, Me } from '@/api';

/** A page of a feature. The path begins below the root and names its parameters as `:app`. */
export interface FeatureRoute {
  path: string;
  /** Loads the page when it is opened first; the module's `Page` is shown. */
  load: () => Promise<{ Page: ComponentType }>;
}

/** A place in the left menu. */
export interface FeatureEntry {
  /** `app`: at the foot of the app's menu. `admin`: in the menu of the person, for the whole deployment. */
  place: 'app' | 'admin';
  /** Key of its text. */
  label: string;
  icon: ComponentType<{ 'aria-hidden'?: boolean }>;
  path: (app: string) => string;
  allowed: (me: Me, app: AppSummary | undefined) => boolean;
}

/** What a feature adds to the frame; `features/<name>/routes.ts` exports one as default. */
export interface Feature {
  routes: readonly FeatureRoute[];
  entries?: readonly FeatureEntry[];
}

const found = import.meta.glob<Feature>('../features/*/routes.ts', { eager: true, import: 'default' });

export const features: readonly Feature[] = Object.values(found);

export const entries: readonly FeatureEntry[] = features.flatMap((feature) => feature.entries ?? []);
