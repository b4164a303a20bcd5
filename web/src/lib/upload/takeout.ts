/** Sends the ZIP file of an export, with the part that is on its way: fetch() tells nothing of that. */
import { apiBase } from '$lib/api/client';
import { ApiError } from '$lib/api/errors';

export interface Sending {
  done: Promise<void>;
  stop: () => void;
}

export function sendExport(file: File, onprogress: (percent: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    request.upload.onprogress = (event) =>
      onprogress(Math.floor((event.loaded / Math.max(1, file.size)) * 100));
    request.onload = () => {
      if (request.status === 201) resolve();
      else reject(new ApiError(request.status, parsed(request.responseText)));
    };
    request.onerror = request.onabort = () => reject(new ApiError(0, {}));
    request.open('PUT', `${apiBase}/me/import`);
    request.setRequestHeader('Content-Type', 'application/zip');
    request.send(file);
  });
  return { done, stop: () => request.abort() };
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
