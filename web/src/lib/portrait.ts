/** Cuts a square out of somebody's picture and sends it. Only the square leaves the device, without what the file said. */
import { apiBase } from '$lib/api/client';
import { ApiError } from '$lib/api/problem';

/** In pixels of the picture, upright. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/** Twice the largest size it is shown in. */
export const portraitPx = 512;
export const zoomMax = 4;

/** The square of `zoom` around a centre, kept inside the picture. */
export function squareAt(
  picture: { width: number; height: number },
  zoom: number,
  centre: [number, number],
): Square {
  const side = Math.min(picture.width, picture.height) / zoom;
  const inside = (at: number, length: number) => Math.max(0, Math.min(length - side, at - side / 2));
  return { x: inside(centre[0], picture.width), y: inside(centre[1], picture.height), side };
}

export function paint(canvas: HTMLCanvasElement, picture: ImageBitmap, square: Square): void {
  const brush = canvas.getContext('2d');
  if (!brush) return;
  brush.imageSmoothingQuality = 'high';
  brush.clearRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, square.x, square.y, square.side, square.side, 0, 0, canvas.width, canvas.height);
}

function fileOf(picture: ImageBitmap, square: Square): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = portraitPx;
  paint(canvas, picture, square);
  // Browsers that cannot write WebP write PNG instead.
  return new Promise((found, failed) =>
    canvas.toBlob((blob) => (blob ? found(blob) : failed(new ApiError(0, {}))), 'image/webp', 0.92),
  );
}

async function tell(method: 'PUT' | 'DELETE', body?: Blob): Promise<void> {
  const call = { method, credentials: 'same-origin', body } as const;
  const response = await fetch(`${apiBase}/me/portrait`, call).catch(() => {
    throw new ApiError(0, {});
  });
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => ({})));
}

export const sendPortrait = async (picture: ImageBitmap, square: Square): Promise<void> =>
  tell('PUT', await fileOf(picture, square));
export const removePortrait = (): Promise<void> => tell('DELETE');
