import { useQuery } from '@tanstack/react-query';
import { ask, client } from '@/api';
import type { components } from '@/generated/api';

export type Report = components['schemas']['PackageReport'];
export type Upgrade = components['schemas']['PackageUpgrade'];
export type Difference = components['schemas']['MergeDifference'];
export type Side = components['schemas']['MergeSide'];
export type Plan = components['schemas']['ImportPlan'];
export type Imported = components['schemas']['Imported'];
export type Slot = components['schemas']['SlotEntry'];
export type Entry = components['schemas']['PackageEntry'];

export function usePackages() {
  return useQuery({ queryKey: ['admin', 'packages'], queryFn: async () => (await ask(client.GET('/api/packages'))).packages });
}

export function useSlots(app: string) {
  return useQuery({ queryKey: ['admin', 'packages', app, 'slots'], queryFn: async () => (await ask(client.GET('/api/packages/{app}/slots', { params: { path: { app } } }))).slots });
}

function formOf(file: File, plan: Plan, bindings: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  form.append('package', file, file.name);
  form.append('plan', JSON.stringify(plan));
  form.append('bindings', JSON.stringify({ slots: bindings }));
  return form;
}

/** A chosen file; each choice is a new look. */
export interface Chosen {
  readonly file: File;
  readonly number: number;
}

/** Reads a package without changing anything; what was seen stays while a decision is weighed. */
export function usePackageCheck(chosen: Chosen | null, plan: Plan) {
  return useQuery({
    queryKey: ['admin', 'package', chosen?.number ?? 0, plan],
    queryFn: () => ask(client.POST('/api/packages/check', { body: { package: '' }, bodySerializer: () => (chosen === null ? new FormData() : formOf(chosen.file, plan, {})) })),
    enabled: chosen !== null,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    placeholderData: (before, query) => (query?.queryKey[2] === chosen?.number ? before : undefined),
  });
}

export function importPackage(file: File, plan: Plan, bindings: Readonly<Record<string, string>>): Promise<Imported> {
  return ask(client.POST('/api/packages/import', { body: { package: '' }, bodySerializer: () => formOf(file, plan, bindings) }));
}
