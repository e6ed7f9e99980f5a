/** What a browser can do with pictures before they are sent. */

async function opened(file: Blob): Promise<ImageBitmap> {
  return createImageBitmap(file, { imageOrientation: 'from-image' });
}

export function toFile(canvas: HTMLCanvasElement, name: string, type: 'image/jpeg' | 'image/png'): Promise<File> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob === null) reject(new Error('the picture could not be written'));
        else resolve(new File([blob], name, { type }));
      },
      type,
      0.88,
    );
  });
}

/** A picture whose longer side is no longer than wanted. What the browser cannot open is left as it is; the server says what it is. */
export async function shrunk(file: File, longest: number): Promise<File> {
  if (longest < 1 || !/^image\/(jpeg|png|webp|bmp)$/.test(file.type)) return file;
  try {
    const picture = await opened(file);
    const share = longest / Math.max(picture.width, picture.height);
    if (share >= 1) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await toFile(canvas, `${file.name.replace(/\.[^.]*$/, '')}.jpg`, 'image/jpeg');
  } catch {
    return file;
  }
}

/** Writes lines at the lower edge of a picture, light on a dark band, so that they are read on every photo. */
export function stamp(canvas: HTMLCanvasElement, lines: readonly string[], colours: { letters: string; band: string }, font: string): void {
  const pen = canvas.getContext('2d');
  if (pen === null || lines.length === 0) return;
  const size = Math.max(14, Math.round(canvas.width / 36));
  const high = size * 1.5;
  const top = canvas.height - high * lines.length - size * 0.5;
  pen.globalAlpha = 0.55;
  pen.fillStyle = colours.band;
  pen.fillRect(0, top, canvas.width, canvas.height - top);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.letters;
  pen.font = `${String(size)}px ${font}`;
  for (const [at, line] of lines.entries()) pen.fillText(line, size, top + high * (at + 0.9), canvas.width - size * 2);
}
