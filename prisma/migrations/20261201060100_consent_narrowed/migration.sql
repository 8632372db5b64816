-- A consent that goes on without being looked for in later photos: an organizer has erased what was kept for it.

ALTER TYPE "ConsentDeed" ADD VALUE 'narrowed';

CREATE INDEX "ConsentEntry_who_idx" ON "ConsentEntry"("who");
