/** Reads codes in pictures: by the browser where it can, else by a library that is loaded then. */
import type { BrowserMultiFormatReader } from '@zxing/browser';

interface NativeDetector {
  detect: (source: ImageBitmapSource) => Promise<readonly { rawValue: string }[]>;
}

interface NativeMaker {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats: () => Promise<readonly string[]>;
}

function isMaker(value: unknown): value is NativeMaker {
  return typeof value === 'function' && 'getSupportedFormats' in value;
}

/** Our names, those of the browser, and those of the library. */
const names = {
  qr: ['qr_code', 'QR_CODE'],
  data_matrix: ['data_matrix', 'DATA_MATRIX'],
  pdf_417: ['pdf417', 'PDF_417'],
  aztec: ['aztec', 'AZTEC'],
  code_128: ['code_128', 'CODE_128'],
  code_39: ['code_39', 'CODE_39'],
  code_93: ['code_93', 'CODE_93'],
  codabar: ['codabar', 'CODABAR'],
  ean_13: ['ean_13', 'EAN_13'],
  ean_8: ['ean_8', 'EAN_8'],
  upc_a: ['upc_a', 'UPC_A'],
  itf: ['itf', 'ITF'],
} as const;

type Format = keyof typeof names;

function isFormat(name: string): name is Format {
  return name in names;
}

/** What a picture says; null when there is no code in it. */
export type Decode = (canvas: HTMLCanvasElement) => Promise<string | null>;

async function nativeDecoder(wanted: readonly Format[]): Promise<Decode | null> {
  const maker: unknown = Reflect.get(window, 'BarcodeDetector');
  if (!isMaker(maker)) return null;
  const known = await maker.getSupportedFormats();
  const formats = wanted.map((format) => names[format][0]);
  // Half a reader is worse than one that has to be loaded.
  if (!formats.every((format) => known.includes(format))) return null;
  const detector = new maker({ formats });
  return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
}

async function loadedDecoder(wanted: readonly Format[]): Promise<Decode> {
  const [{ BrowserMultiFormatReader: Reader }, { BarcodeFormat, DecodeHintType }] = await Promise.all([import('@zxing/browser'), import('@zxing/library')]);
  const hints = new Map<number, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, wanted.map((format) => BarcodeFormat[names[format][1]])],
    [DecodeHintType.TRY_HARDER, true],
  ]);
  const reader: BrowserMultiFormatReader = new Reader(hints);
  return async (canvas) => {
    try {
      return reader.decodeFromCanvas(canvas).getText();
    } catch {
      // The library tells by throwing that there is no code in the picture.
      return null;
    }
  };
}

/** A reader of these codes; of all when none is named. */
export async function decoderOf(formats: readonly string[]): Promise<Decode> {
  const named = formats.filter(isFormat);
  const all: readonly Format[] = ['qr', 'data_matrix', 'pdf_417', 'aztec', 'code_128', 'code_39', 'code_93', 'codabar', 'ean_13', 'ean_8', 'upc_a', 'itf'];
  const wanted = named.length === 0 ? all : named;
  return (await nativeDecoder(wanted)) ?? loadedDecoder(wanted);
}

/** A picture on a canvas, no larger than a reader needs. */
export async function canvasOf(photo: Blob): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  const share = Math.min(1, 1600 / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
