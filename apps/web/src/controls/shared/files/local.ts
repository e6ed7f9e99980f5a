import { useFormServices, type StoredFile } from '../../services';

/** Files that were uploaded on this page: they are shown from memory, on a public page they could not be had otherwise. */
const here = new Map<string, string>();

export function keepHere(file: StoredFile, content: Blob): void {
  here.set(file.id, URL.createObjectURL(content));
}

/** Where a file is had; empty when nobody but the server may. */
export function useFileAddress(): (file: StoredFile, thumb: boolean) => string {
  const services = useFormServices();
  return (file, thumb) => here.get(file.id) ?? services.fileAddress(file.id, thumb);
}
