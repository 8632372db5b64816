/** @module The front camera of the device: start, take one frame, stop. */

export type CameraProblem = 'denied' | 'missing' | 'busy';

/** Longest side of the frame that is sent: enough for any face, small on a slow line. */
const MAX_SIDE = 1280;
const JPEG_QUALITY = 0.92;

/** Browsers offer the camera only on https and localhost. */
export function cameraOffered(): boolean {
  return window.isSecureContext && 'mediaDevices' in navigator;
}

export function startCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 960 } },
  });
}

export function stopCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names of the exceptions: Media Capture and Streams, getUserMedia(). */
export function cameraProblemOf(error: unknown): CameraProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}

/** Draws the current frame, not mirrored, into `canvas` and encodes it as JPEG. */
export function captureFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob> {
  const scale = Math.min(1, MAX_SIDE / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d');
  if (context === null) return Promise.reject(new Error('This browser provides no 2D canvas'));
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The frame could not be encoded'))),
      'image/jpeg',
      JPEG_QUALITY,
    );
  });
}
