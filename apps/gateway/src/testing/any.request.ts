/** @module A request that any route understands, so that what it answers is about who asks. */
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';

/** Of something that is not there. */
export const ANY_ID = '018f0000-0000-7000-8000-000000000001';

const id = ANY_ID;

/** Fits every route that takes JSON, so that none is refused for its body. */
export const ANY_BODY = {
  ...{
    name: 'x',
    label: 'x',
    labels: ['x'],
    kind: 'event',
    folderId: 'folder_1234',
    personIds: [id],
    faceIds: [id],
    faceId: id,
  },
  ...{
    photoIds: [id],
    albumIds: [id],
    holdPhotos: true,
    direction: 'both',
    albumId: id,
    command: 'pause',
    accent: '#336699',
    shift: 60,
    zone: 'Europe/Berlin',
  },
  ...{ clientId: 'x'.repeat(20), clientSecret: 'x'.repeat(20), key: '{}', code: 'x', state: 'x' },
  ...{ by: 'self', keepLooking: false, photoId: id },
  ...{ wish: 'withheld', withhold: true, appearance: 'blurred', answer: 'x' },
  ...{ facesDays: 30, photosDays: null, contact: 'x' },
  ...{ email: 'anybody@example.org', password: 'long enough', accepted: true, version: CONSENT_VERSION },
};
