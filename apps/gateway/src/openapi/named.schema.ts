/** @module Names of the contract schemas in the OpenAPI document, so that clients get types with names. */
import {
  driveImportCountsSchema,
  driveImportCreateSchema,
  driveImportSchema,
  driveImportsSchema,
} from '@visage/contracts/drive-import.contract';
import {
  eventCreateSchema,
  eventProgressSchema,
  eventSchema,
  eventsSchema,
} from '@visage/contracts/event.contract';
import {
  guestConsentSchema,
  guestPhotoPageSchema,
  guestPhotoSchema,
  guestTokenSchema,
  guestWelcomeSchema,
  selfieOutcomeSchema,
  typedCodeSchema,
} from '@visage/contracts/guest.contract';
import { healthPartSchema, healthSchema } from '@visage/contracts/health.contract';
import { peopleSchema, personSchema, personUpdateSchema } from '@visage/contracts/person.contract';
import { photoErrorSchema } from '@visage/contracts/photo-error.contract';
import {
  photoDetailSchema,
  photoFaceSchema,
  photoPageSchema,
  photoSchema,
  photoUploadSchema,
  photoUploadsSchema,
} from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import {
  sessionSchema,
  sessionStateSchema,
  signInSchema,
  userSchema,
} from '@visage/contracts/session.contract';
import {
  shareAttributesSchema,
  shareCodeCreateSchema,
  shareCodeLimitsSchema,
  shareCodeSchema,
  shareCodesCreateSchema,
  shareCodesSchema,
  shareCodeUpdateSchema,
  shareCreateSchema,
  shareLimitsSchema,
  sharePresentationSchema,
  shareRightsSchema,
  shareSchema,
  shareScopeSchema,
  sharesSchema,
} from '@visage/contracts/share.contract';
import type { z } from 'zod';

export const namedSchemas: Readonly<Record<string, z.ZodType>> = {
  DriveImport: driveImportSchema,
  DriveImportCounts: driveImportCountsSchema,
  DriveImportCreate: driveImportCreateSchema,
  DriveImports: driveImportsSchema,
  Event: eventSchema,
  EventCreate: eventCreateSchema,
  EventProgress: eventProgressSchema,
  Events: eventsSchema,
  GuestConsent: guestConsentSchema,
  GuestPhoto: guestPhotoSchema,
  GuestPhotoPage: guestPhotoPageSchema,
  GuestToken: guestTokenSchema,
  GuestWelcome: guestWelcomeSchema,
  Health: healthSchema,
  HealthPart: healthPartSchema,
  People: peopleSchema,
  Person: personSchema,
  PersonUpdate: personUpdateSchema,
  Photo: photoSchema,
  PhotoDetail: photoDetailSchema,
  PhotoError: photoErrorSchema,
  PhotoFace: photoFaceSchema,
  PhotoPage: photoPageSchema,
  PhotoUpload: photoUploadSchema,
  PhotoUploads: photoUploadsSchema,
  Problem: problemSchema,
  SelfieOutcome: selfieOutcomeSchema,
  Session: sessionSchema,
  SessionState: sessionStateSchema,
  Share: shareSchema,
  ShareAttributes: shareAttributesSchema,
  ShareCode: shareCodeSchema,
  ShareCodeCreate: shareCodeCreateSchema,
  ShareCodeLimits: shareCodeLimitsSchema,
  ShareCodes: shareCodesSchema,
  ShareCodesCreate: shareCodesCreateSchema,
  ShareCodeUpdate: shareCodeUpdateSchema,
  ShareCreate: shareCreateSchema,
  ShareLimits: shareLimitsSchema,
  SharePresentation: sharePresentationSchema,
  ShareRights: shareRightsSchema,
  ShareScope: shareScopeSchema,
  Shares: sharesSchema,
  SignIn: signInSchema,
  TypedCode: typedCodeSchema,
  User: userSchema,
};
