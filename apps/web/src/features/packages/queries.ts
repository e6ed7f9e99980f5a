import { useQuery } from '@tanstack/react-query';
import { ask, client } from '@/api';
import type { components } from '@/generated/api';

export type Report = components['schemas']['PackageReport'];
export type Imported = components['schemas']['Imported'];
export type Slot = components['schemas']['SlotEntry'];
export type Entry = components['schemas']['PackageEntry'];

export function usePackages() {
  return useQuery({ queryKey: ['admin', 'packages'], queryFn: async () => (await ask(client.GET('/api/packages'))).packages });
}

export function useSlots(app: string) {
  return useQuery({ queryKey: ['admin', 'packages', app, 'slots'], queryFn: async () => (await ask(client.GET('/api/packages/{app}/slots', { params: { path: { app } } }))).slots });
}

function formOf(file: File, bindings: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  form.append('package', file, file.name);
  form.append('bindings', JSON.stringify({ slots: bindings }));
  return form;
}

/** Reads a package without changing anything. */
export function checkPackage(file: File): Promise<Report> {
  return ask(client.POST('/api/packages/check', { body: { package: '' }, bodySerializer: () => formOf(file, {}) }));
}

export function importPackage(file: File, bindings: Readonly<Record<string, string>>): Promise<Imported> {
  return ask(client.POST('/api/packages/import', { body: { package: '' }, bodySerializer: () => formOf(file, bindings) }));
}
