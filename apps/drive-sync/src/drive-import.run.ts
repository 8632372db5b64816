/** @module One import, as its steps know it. */
export interface DriveImportRun {
  id: string;
  eventId: string;
  /** The chosen folder. */
  folderId: string;
  createdAt: Date;
}
