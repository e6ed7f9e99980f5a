import { useAccess } from './access';
import { isObject, isText } from './narrow';
import { Problem, problemOf } from './problem';
import { newKey } from './uuid';

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  media_type: string;
}

function isStoredFile(value: unknown): value is StoredFile {
  return isObject(value) && isText(value['id']) && isText(value['name']) && typeof value['size'] === 'number' && isText(value['media_type']);
}

function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Uploads one file; `purpose` says for which field, and under which key if it has one already. XMLHttpRequest, because fetch does not tell how far it is. */
export function uploadFile(address: string, file: File, onProgress: (share: number) => void, purpose: Readonly<Record<string, string>> = {}): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const { csrf } = useAccess.getState();
    const body = new FormData();
    for (const [key, text] of Object.entries(purpose)) body.append(key, text);
    body.append('file', file, file.name);
    request.open('POST', address);
    if (csrf !== null) request.setRequestHeader('X-CSRF-Token', csrf);
    request.setRequestHeader('Idempotency-Key', newKey());
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('error', () => {
      reject(new Problem({ status: 0, code: 'offline', title: '', detail: '' }));
    });
    request.addEventListener('load', () => {
      const answer = readAnswer(request.responseText);
      if (request.status < 300 && isStoredFile(answer)) {
        resolve(answer);
        return;
      }
      if (request.status === 401) useAccess.getState().expire();
      problemOf(new Response(request.responseText, { status: request.status < 200 ? 500 : request.status })).then(reject, reject);
    });
    request.send(body);
  });
}

export function fileAddress(id: string, thumb: boolean): string {
  return thumb ? `/api/files/${id}?thumb=1` : `/api/files/${id}`;
}
