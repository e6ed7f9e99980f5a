/** Records that were sent without a connection: they wait in this browser, with their files, and go out by themselves once there is one. */
import { create } from 'zustand';
import { ask, client, isObject, isText, newKey, Problem, uploadFile, type Json } from '@/api';
import { openShelf } from '@/api/local';
import type { Label } from '@/i18n';

/** How often it is tried again, in milliseconds, while something waits. */
const AGAIN = 15_000;

export interface WaitingRecord {
  /** The key that it will have; sent twice, it is stored once. */
  id: string;
  user: string;
  app: string;
  form: string;
  label: Label;
  values: Json;
  at: string;
  /** Why the server did not take it; null while it has not been asked. */
  refused: string | null;
}

interface WaitingFile {
  user: string;
  name: string;
  type: string;
  content: Blob;
}

const records = openShelf<WaitingRecord>('waiting-records');
const files = openShelf<WaitingFile>('waiting-files');
/** Addresses of files that are only here, for their previews. */
const previews = new Map<string, string>();

interface Waiting {
  list: readonly WaitingRecord[];
  sending: boolean;
}

export const useWaiting = create<Waiting>(() => ({ list: [], sending: false }));

/** Reads what waits for a person. */
export async function readWaiting(user: string): Promise<void> {
  const found = await records.all().catch((): readonly [string, WaitingRecord][] => []);
  const list = found.map(([, record]) => record).filter((record) => record.user === user);
  useWaiting.setState({ list: list.toSorted((one, other) => one.at.localeCompare(other.at)) });
}

/** Keeps a record until there is a connection. */
export async function letWait(record: Omit<WaitingRecord, 'at' | 'refused'>): Promise<void> {
  const waiting: WaitingRecord = { ...record, at: new Date().toISOString(), refused: null };
  await records.put(waiting.id, waiting);
  await readWaiting(record.user);
}

/** Takes a record out: it was sent, is filled in again, or nobody wants it. */
export async function dropWaiting(record: WaitingRecord, withFiles: boolean): Promise<void> {
  await records.drop(record.id);
  if (withFiles) for (const id of fileIds(record.values)) await dropFile(id);
  await readWaiting(record.user);
}

function dropFile(id: string): Promise<void> {
  const preview = previews.get(id);
  if (preview !== undefined) URL.revokeObjectURL(preview);
  previews.delete(id);
  return files.drop(id);
}

/** Every file that stands in some values. */
export function fileIds(values: unknown): readonly string[] {
  if (Array.isArray(values)) return values.flatMap(fileIds);
  if (!isObject(values)) return [];
  const { id, media_type: type } = values;
  if (isText(id) && isText(type)) return [id];
  return Object.values(values).flatMap(fileIds);
}

/** Uploads a file; without a connection it is kept here under the key that it will have on the server. */
export async function uploadOrKeep(user: string, file: File, onProgress: (share: number) => void) {
  const id = newKey();
  try {
    return await uploadFile('/api/files', file, onProgress, { id });
  } catch (error) {
    if (!isOffline(error)) throw error;
    await files.put(id, { user, name: file.name, type: file.type, content: file });
    previews.set(id, URL.createObjectURL(file));
    return { id, name: file.name, size: file.size, media_type: file.type === '' ? 'application/octet-stream' : file.type };
  }
}

/** Where a file that is only here can be seen. */
export function previewOf(id: string): string | undefined {
  return previews.get(id);
}

/** Makes the files of some values visible that are only here. */
export async function showFiles(values: unknown): Promise<void> {
  for (const id of fileIds(values)) {
    if (previews.has(id)) continue;
    const kept = await files.take(id);
    if (kept !== undefined) previews.set(id, URL.createObjectURL(kept.content));
  }
}

export function isOffline(error: unknown): boolean {
  return error instanceof Problem && error.status === 0;
}

/** Sends the files that are only here; a record with one of them is refused otherwise. */
export async function sendFiles(values: unknown): Promise<void> {
  for (const id of fileIds(values)) {
    const kept = await files.take(id);
    if (kept === undefined) continue;
    await uploadFile('/api/files', new File([kept.content], kept.name, { type: kept.type }), () => undefined, { id });
    await dropFile(id);
  }
}

/** Files a new record under its key: what is sent twice because no answer came is stored once. */
export function sendNew({ app, form, id, values }: Pick<WaitingRecord, 'app' | 'form' | 'id' | 'values'>) {
  const params = { path: { app, form } };
  return ask(client.POST('/api/apps/{app}/forms/{form}/records', { params, headers: { 'Idempotency-Key': id }, body: { id, values: { ...values } } }));
}

async function sendOne(record: WaitingRecord): Promise<'sent' | 'refused' | 'offline'> {
  try {
    await sendFiles(record.values);
    await sendNew(record);
    await dropWaiting(record, true);
    return 'sent';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Nobody is signed in, too much at once, a server that cannot: none of them says anything about the record.
    if (error.status === 0 || error.status === 401 || error.status === 429 || error.status >= 500) return 'offline';
    const reasons = [error.detail, ...error.errors.map((fault) => fault.message)].filter((words) => words !== '');
    await records.put(record.id, { ...record, refused: [...new Set(reasons)].join(' ') });
    return 'refused';
  }
}

/** Sends what waits, in the order in which it was filed; answers how many went out. */
export async function sendWaiting(user: string, refusedToo: boolean): Promise<number> {
  if (useWaiting.getState().sending) return 0;
  useWaiting.setState({ sending: true });
  let sent = 0;
  try {
    for (const record of useWaiting.getState().list) {
      if (record.refused !== null && !refusedToo) continue;
      const outcome = await sendOne(record);
      if (outcome === 'offline') break;
      if (outcome === 'sent') sent += 1;
    }
  } finally {
    useWaiting.setState({ sending: false });
    await readWaiting(user);
  }
  return sent;
}

/** Tries again when the connection is back, and now and then; answers how to stop. */
export function keepSending(user: string, told: (sent: number) => void): () => void {
  const again = (): void => {
    if (useWaiting.getState().list.every((record) => record.refused !== null)) return;
    void sendWaiting(user, false).then((sent) => {
      if (sent > 0) told(sent);
    });
  };
  void readWaiting(user).then(again);
  const timer = setInterval(again, AGAIN);
  window.addEventListener('online', again);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', again);
  };
}
