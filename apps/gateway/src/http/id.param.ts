/** @module Path parameters that are ids: anything but a UUID is refused before a handler runs. */
import { Param } from '@nestjs/common';
import { z } from 'zod';

const idParam = (name: string) => (): ParameterDecorator => Param(name, { schema: z.uuid() });

export const EventId = idParam('eventId');
export const AlbumId = idParam('albumId');
export const CameraId = idParam('cameraId');
export const PhotoId = idParam('photoId');
export const FaceId = idParam('faceId');
export const PersonId = idParam('personId');
export const PersonEditId = idParam('editId');
export const ShareId = idParam('shareId');
export const GuestId = idParam('guestId');
export const ObjectionId = idParam('objectionId');
export const CodeId = idParam('codeId');
export const UserId = idParam('userId');
export const SessionId = idParam('sessionId');
export const DriveExportId = idParam('driveExportId');
export const DriveImportId = idParam('driveImportId');
export const DriveMirrorId = idParam('driveMirrorId');
export const DriveMirrorLineId = idParam('lineId');

/** The last part of an upload's address. */
export const UploadId = (): ParameterDecorator =>
  Param('uploadId', {
    schema: z.string().regex(/^[0-9a-f-]{8,64}$/, 'This is not the address of an upload.'),
  });

/** The signed token of an objection, base64url; its signature is checked by the service. */
export const ObjectionToken = (): ParameterDecorator =>
  Param('token', { schema: z.string().regex(/^[A-Za-z0-9_-]{8,512}$/, 'This address is incomplete.') });

/** The signed token of a QR code, base64url; its signature is checked by the service. */
export const ShareToken = (): ParameterDecorator =>
  Param('token', {
    schema: z.string().regex(/^[A-Za-z0-9_-]{8,512}$/, 'This link is incomplete; scan the code again.'),
  });
