/** @module The front camera of the device: start, stop, and why it does not start. */

export type CameraProblem = 'denied' | 'missing' | 'busy';

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
