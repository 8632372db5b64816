/** @module A selfie as it is sent: upright, small, and without what its file says besides. */

/** Longest side: enough for any face, and a second on a slow line. */
const MAX_SIDE = 1600;
const JPEG_QUALITY = 0.92;

/** A chosen file. What this browser cannot decode (HEIC in most) goes as it is: the server can. */
export async function pictureOfFile(file: File): Promise<File> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return await jpegOf(bitmap, bitmap.width, bitmap.height).finally(() => bitmap.close());
  } catch {
    return file;
  }
}

/** What the camera sees, not mirrored. */
export function pictureOfFrame(video: HTMLVideoElement): Promise<File> {
  return jpegOf(video, video.videoWidth, video.videoHeight);
}

async function jpegOf(source: CanvasImageSource, width: number, height: number): Promise<File> {
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser provides no 2D canvas');
  context.fillStyle = '#ffffff'; // behind what is transparent
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY),
  );
  if (blob === null) throw new Error('The picture could not be encoded');
  return new File([blob], 'selfie.jpg', { type: blob.type });
}
