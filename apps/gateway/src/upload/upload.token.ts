/** @module Injection token of what the settings decide about uploads. */
export const UPLOAD_STAGING = Symbol('UploadStaging');
