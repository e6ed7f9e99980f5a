import { controlKinds, type ControlKind } from '@/generated/kinds';
import type { Control } from './define';

const found = import.meta.glob<{ control: Control }>('./*/index.tsx', { eager: true });

/** All controls by kind. A kind of the engine without a folder here stops the app at once, in words. */
function gather(): ReadonlyMap<string, Control> {
  const controls = new Map<string, Control>(Object.values(found).map((module) => [module.control.kind, module.control]));
  const missing = controlKinds.filter((kind) => !controls.has(kind));
  if (missing.length > 0) throw new Error(`no control for: ${missing.join(', ')}`);
  return controls;
}

const controls = gather();

export function isControlKind(kind: string): kind is ControlKind {
  return controls.has(kind);
}

export function controlOf(kind: string): Control | undefined {
  return controls.get(kind);
}
