import { client } from '@/api';
import type { components } from '@/generated/api';

export type ExportOrder = components['schemas']['ExportOrder'];

/** Hands a file to the browser under a name. */
export function handOver(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}

/** The records of a list as a file, with the rights and the filter of the list. */
export async function exportList(app: string, form: string, order: ExportOrder, name: string): Promise<void> {
  const { data } = await client.POST('/api/apps/{app}/forms/{form}/records/export', {
    params: { path: { app, form } },
    body: order,
    parseAs: 'blob',
  });
  if (data !== undefined) handOver(data, `${name}.${order.format ?? 'xlsx'}`);
}
