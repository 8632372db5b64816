/** @module What is asked for, and what can be done with it. */
import type { PhotoWishes } from './access.wish.js';

/** Every resource lies in one event, which one organizer owns. */
export interface InEvent {
  eventId: string;
  organizerId: string;
}

export interface EventResource extends InEvent {
  kind: 'event';
}

/** What decides about a photo at any door. */
export interface PhotoFacts extends InEvent {
  photoId: string;
  /** People whose faces are in the photo. */
  personIds: readonly string[];
  albumIds: readonly string[];
  /** Waits for the organizer's approval: no guest sees it anywhere. */
  held: boolean;
  /** Its original can be given without the place where it was taken. */
  blankable: boolean;
  wishes: PhotoWishes;
}

export interface PhotoResource extends PhotoFacts {
  kind: 'photo';
}

/** A photo on its way into somebody's Google Drive. */
export interface DriveResource extends PhotoFacts {
  kind: 'drive';
  trashed: boolean;
}

/** The cut-out of one face. */
export interface FaceResource extends InEvent {
  kind: 'face';
  personId: string | null;
  /** Its photo waits for the organizer's approval. */
  held: boolean;
  /** Of all whom its photo shows: beside a face lies somebody else's. */
  wishes: PhotoWishes;
}

export interface PersonResource extends InEvent {
  kind: 'person';
  personId: string;
}

export interface ShareResource extends InEvent {
  kind: 'share';
}

export interface UploadResource extends InEvent {
  kind: 'upload';
}

/** An archive of photos; which photos go into it is answered by photoScopeOf. */
export interface ZipResource extends InEvent {
  kind: 'zip';
}

/**
 * - `event.open` shows a link's welcome page; `event.join` admits its holder as a guest; `event.accompany` adds somebody to the
 *   guest's phone; `event.selfie` searches by face.
 * - `event.object` says that somebody does not want to be shown: whoever holds an open link may.
 * - `event.sort` keeps photos, people and albums in order: approving, the trash, retries, corrections.
 * - `photo.view` lists a photo with its size and name; the other photo actions give its bytes or its metadata.
 * - `drive.send` puts the original into somebody's Drive, by an export or a mirror.
 */
export interface ActionsByKind {
  event:
    | 'event.open'
    | 'event.join'
    | 'event.accompany'
    | 'event.selfie'
    | 'event.object'
    | 'event.view'
    | 'event.sort'
    | 'event.manage'
    | 'event.erase';
  photo: PhotoAction | 'photo.delete' | CorrectionAction;
  face: 'face.crop';
  person: 'person.view' | 'person.manage';
  share: 'share.view' | 'share.manage';
  upload: 'upload.create';
  zip: 'zip.create';
  drive: 'drive.send';
}

export type PhotoAction =
  | 'photo.view'
  | 'photo.thumbnail'
  | 'photo.preview'
  | 'photo.original'
  | 'photo.metadata';

/** What a guest says: "that's not me", and "I'm in this one". */
export type CorrectionAction = 'photo.disown' | 'photo.claim';

export type Resource =
  | EventResource
  | PhotoResource
  | FaceResource
  | PersonResource
  | ShareResource
  | UploadResource
  | ZipResource
  | DriveResource;
export type Action = ActionsByKind[keyof ActionsByKind];

/** An action with a resource of its kind; other pairs do not compile. */
export type Target = {
  [R in Resource as R['kind']]: { action: ActionsByKind[R['kind']]; resource: R };
}[Resource['kind']];
